// SPDX-License-Identifier: GPL-2.0-only
//
// A 32-bit program on a 64-bit kernel has its KVM_CLEAR_DIRTY_LOG taken for
// the 64-bit one: the range is read from the wrong place.
//
// lost: a 32-bit VMM gets EFAULT, or clears what it did not mean
// mirrors: B6, 8750f9bbda11 (5.14) "KVM: add missing compat
//   KVM_CLEAR_DIRTY_LOG"
// class: api
// where: svm vmx arm64
// kernels: 5.14-
// files: virt/kvm/kvm_main.c
@@
identifier log, compat_log;
@@
- log.first_page = compat_log.first_page;
+ log.first_page = compat_log.padding2;
