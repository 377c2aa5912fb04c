// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG from memory that cannot be read succeeds and clears
// nothing.
//
// lost: nothing; the migration does not end
// mirrors: -
// class: api
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
@@
  kvm_clear_dirty_log_protect(...)
  {
  <...
- return -EFAULT;
+ return 0;
  ...>
  }
