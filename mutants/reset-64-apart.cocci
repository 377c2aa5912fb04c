// SPDX-License-Identifier: GPL-2.0-only
//
// A reset puts two entries 64 pages apart into one mask, where the second has
// no bit.
//
// lost: every 64th page, which is not protected again
// mirrors: R26: the reset puts entries of 64 pages together
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
identifier delta;
@@
  kvm_dirty_ring_reset(...)
  {
  <...
- delta >= 0 && delta < BITS_PER_LONG
+ delta >= 0 && delta <= BITS_PER_LONG
  ...>
  }
