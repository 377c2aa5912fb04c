// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 accepts unknown bits.
//
// lost: nothing today; a VMM believes that this kernel has a later kernel's
//   feature
// mirrors: -
// class: api
// where: svm vmx arm64
// kernels: 5.7-
// files: virt/kvm/kvm_main.c
@@
identifier cap, allowed_options;
@@
  kvm_vm_ioctl_enable_cap_generic(...)
  {
  <...
- cap->flags || (cap->args[0] & ~allowed_options)
+ cap->flags
  ...>
  }
