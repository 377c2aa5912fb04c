// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_CLEAR_DIRTY_LOG clears the bits of every word, and write-protects the
// pages of the first word only.
//
// lost: writes after the first to all pages but the first 64 of a range
// mirrors: B4, P. Xu (5.2): the loop of clear-dirty
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
- i++, offset += BITS_PER_LONG
+ i++
  ...>
  }
