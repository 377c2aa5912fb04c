// SPDX-License-Identifier: GPL-2.0-only
//
// For entries in descending order a reset shifts the mask, but not the page
// at which the mask begins.
//
// lost: pages that were written in descending order
// mirrors: R26: the reset puts entries of 64 pages together
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
identifier mask, delta, cur_offset, next_offset;
@@
  kvm_dirty_ring_reset(...)
  {
  <...
- cur_offset = next_offset;
  mask = (mask << -delta) | 1;
  ...>
  }
