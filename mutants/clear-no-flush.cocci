// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG write-protects pages again, but does not flush the
// TLBs.
//
// lost: writes of a running vCPU through a stale TLB entry
// mirrors: the class of B18, b64d740ea7dd (6.0): a flush that is missing
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
@@
  kvm_clear_dirty_log_protect(...)
  {
  <...
- kvm_flush_remote_tlbs_memslot(...);
+ ;
  ...>
  }
