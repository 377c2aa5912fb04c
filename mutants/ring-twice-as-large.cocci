// SPDX-License-Identifier: GPL-2.0-only
//
// A ring may be twice as large as KVM_CAP_DIRTY_LOG_RING says.
//
// lost: nothing; the largest ring is larger than KVM says
// mirrors: a limit that is wrong by a factor (R5)
// class: api
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/kvm_main.c
@@
identifier size;
@@
  kvm_vm_ioctl_enable_dirty_log_ring(...)
  {
  <...
- size > KVM_DIRTY_RING_MAX_ENTRIES * sizeof(struct kvm_dirty_gfn)
+ size > 2 * KVM_DIRTY_RING_MAX_ENTRIES * sizeof(struct kvm_dirty_gfn)
  ...>
  }
