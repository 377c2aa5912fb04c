// SPDX-License-Identifier: GPL-2.0-only
//
// INITIALLY_SET is obeyed in that nothing is protected, but the bits begin as
// zero.
//
// lost: all that is written before a page is cleared for the first time
// mirrors: B51, QEMU: clear_bmap and the first round
// class: generic
// where: svm vmx arm64
// kernels: 5.7-
// files: virt/kvm/kvm_main.c
@@
@@
  kvm_prepare_memory_region(...)
  {
  <...
- bitmap_set(...);
+ ;
  ...>
  }
