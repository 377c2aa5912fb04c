// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG of a slot that does not log returns EINVAL instead of
// ENOENT.
//
// lost: nothing; a VMM cannot tell that its slot does not log
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
- return -ENOENT;
+ return -EINVAL;
  ...>
  }
