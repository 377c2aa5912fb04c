// SPDX-License-Identifier: GPL-2.0-only
//
// A vCPU whose ring is full is told so once, and may run on if userspace lets
// it without a reset.
//
// lost: entries that are overwritten
// mirrors: B40, kvm_pvm: the soft limit is not looked at
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
