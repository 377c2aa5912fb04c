// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG takes a range of any multiple of 32 pages.
//
// lost: pages behind the range
// mirrors: a limit that is wrong by a factor (C3)
// class: api
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier log;
@@
  kvm_clear_dirty_log_protect(...)
  {
  <...
- log->num_pages & 63
+ log->num_pages & 31
  ...>
  }
