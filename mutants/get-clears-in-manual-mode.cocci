// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG clears the log although the VM has manual protection.
//
// lost: pages that a VMM has read from the log and not copied yet
// mirrors: B52, Firecracker 0d0cab9f3: bits that are cleared too early
// class: generic
// where: svm vmx arm64
// kernels: 5.2-
// files: virt/kvm/kvm_main.c
@@
identifier kvm;
@@
  kvm_get_dirty_log_protect(...)
  {
  <...
- kvm->manual_dirty_log_protect
+ false
  ...>
  }
