// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG takes a range that begins in the middle of a word, and
// clears the wrong pages.
//
// lost: up to 63 pages beside the range's pages
// mirrors: B1, 98938aa8edd6 (5.0): input that is not validated
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
- if (log->first_page & 63)
- 	return -EINVAL;
  ...>
  }
