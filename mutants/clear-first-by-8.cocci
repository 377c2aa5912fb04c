// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG takes a range that begins at any multiple of 8 pages.
//
// lost: pages beside the pages of the range
// mirrors: a limit that is wrong by a factor (C2)
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
- log->first_page & 63
+ log->first_page & 7
  ...>
  }
