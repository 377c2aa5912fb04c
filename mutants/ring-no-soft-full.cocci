// SPDX-License-Identifier: GPL-2.0-only
//
// A push does not report that the ring has reached its soft limit. The vCPU
// continues, and overwrites entries that nobody harvested.
//
// lost: all entries of the ring when it wraps
// mirrors: B40, kvm_pvm: the soft limit is not checked
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
