// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG to memory that cannot be written succeeds.
//
// lost: all dirty pages: the VMM trusts what happens to be in its buffer
// mirrors: -
// class: api
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
@@
  kvm_get_dirty_log_protect(...)
  {
  <...
- return -EFAULT;
+ return 0;
  ...>
  }
