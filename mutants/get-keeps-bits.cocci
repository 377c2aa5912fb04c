// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG reports the bits and write-protects the pages, but does
// not clear the bits.
//
// lost: nothing; every page that was ever written is sent again in each round
// mirrors: -
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
expression bits, i;
@@
  kvm_get_dirty_log_protect(...)
  {
  <...
- xchg(&bits[i], 0)
+ bits[i]
  ...>
  }
