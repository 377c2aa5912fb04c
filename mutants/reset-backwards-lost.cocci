// SPDX-License-Identifier: GPL-2.0-only
//
// A reset merges entries in descending order into one mask. The page that
// moves the mask's beginning gets no bit.
//
// lost: pages that were written in descending order
// mirrors: R26: the reset puts entries of 64 pages together
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
identifier mask, delta;
@@
  kvm_dirty_ring_reset(...)
  {
  <...
- (mask << -delta) | 1
+ mask << -delta
  ...>
  }
