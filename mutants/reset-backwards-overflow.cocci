// SPDX-License-Identifier: GPL-2.0-only
//
// A reset merges entries in descending order into one mask, and shifts bits
// out of the mask.
//
// lost: pages that were written just before, at higher addresses
// mirrors: R26; the "careful about overflows" of kvm_dirty_ring_reset()
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
expression e;
identifier mask, delta;
@@
  kvm_dirty_ring_reset(...)
  {
  <...
- e && (mask << -delta >> -delta) == mask
+ e
  ...>
  }
