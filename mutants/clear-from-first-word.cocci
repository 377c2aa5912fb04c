// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG applies the bits it is given from the slot's first page
// on, wherever the range begins.
//
// lost: pages at the beginning of the slot, instead of those that were meant
// mirrors: B1, 98938aa8edd6 (5.0): first_page
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier i, offset;
@@
  kvm_clear_dirty_log_protect(...)
  {
  <...
- i = offset / BITS_PER_LONG
+ i = 0
  ...>
  }
