// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG applies the given bits from the slot's first page on,
// wherever the range begins.
//
// lost: pages at the beginning of the slot, which are cleared instead of the
//   range's pages
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
