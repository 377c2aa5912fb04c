// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_RESET_DIRTY_RINGS write-protects pages again, but does not flush the
// TLBs.
//
// lost: writes of a running vCPU through a stale TLB entry
// mirrors: the class of B18, b64d740ea7dd (6.0): a flush that is missing
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/kvm_main.c
@@
@@
  kvm_vm_ioctl_reset_dirty_pages(...)
  {
  <...
- kvm_flush_remote_tlbs(...);
+ ;
  ...>
  }
