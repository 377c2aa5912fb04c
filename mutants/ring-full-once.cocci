// SPDX-License-Identifier: GPL-2.0-only
//
// A vCPU with a full ring exits once. If userspace runs it again without a
// reset, the vCPU continues.
//
// lost: entries that are overwritten
// mirrors: B40, kvm_pvm: the soft limit is not checked
// class: dirty-ring
// where: svm vmx arm64
// kernels: 6.2-
// files: virt/kvm/dirty_ring.c
@@
@@
  kvm_dirty_ring_check_request(...)
  {
  <...
- kvm_make_request(...);
  ...>
  }
