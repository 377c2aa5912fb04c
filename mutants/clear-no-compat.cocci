// SPDX-License-Identifier: GPL-2.0-only
//
// The translation of a 32-bit program's KVM_CLEAR_DIRTY_LOG on a 64-bit
// kernel takes the range's first page from the wrong field.
//
// lost: a 32-bit VMM gets EFAULT, or clears the wrong pages
// mirrors: B6, 8750f9bbda11 (5.14) "KVM: add missing compat
//   KVM_CLEAR_DIRTY_LOG"
// class: api
// where: svm vmx
// kernels: 5.14-
// files: virt/kvm/kvm_main.c
@@
identifier log, compat_log;
@@
- log.first_page = compat_log.first_page;
+ log.first_page = compat_log.padding2;
