// SPDX-License-Identifier: GPL-2.0-only
//
// Entries that go backwards push bits out of the word of the reset.
//
// lost: pages that were written shortly before, further up
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
