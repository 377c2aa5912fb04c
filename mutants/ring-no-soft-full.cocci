// SPDX-License-Identifier: GPL-2.0-only
//
// Nobody is told that a ring has reached its soft limit, so that the vCPU runs
// on and overwrites entries that nobody harvested.
//
// lost: all that was in the ring when it wrapped
// mirrors: B40, kvm_pvm: the soft limit is not looked at
// class: dirty-ring
// where: svm vmx arm64
// kernels: 6.1-
// files: virt/kvm/dirty_ring.c
@@
@@
  kvm_dirty_ring_push(...)
  {
  ...
- if (kvm_dirty_ring_soft_full(...))
- 	kvm_make_request(...);
  }
