// SPDX-License-Identifier: GPL-2.0-only
//
// The ring counts as full one entry later than it should.
//
// lost: nothing; one of the reserved entries is used
// mirrors: -
// class: dirty-ring
// where: svm vmx arm64
// kernels: 6.1-
// files: virt/kvm/dirty_ring.c
@@
identifier used, ring;
@@
  kvm_dirty_ring_soft_full(...)
  {
  <...
- used(ring) >= ring->soft_limit
+ used(ring) > ring->soft_limit
  ...>
  }
