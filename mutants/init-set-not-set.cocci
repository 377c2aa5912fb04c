// SPDX-License-Identifier: GPL-2.0-only
//
// With INITIALLY_SET nothing is write-protected at first, as it should be,
// but the bits begin as 0 and not as 1.
//
// lost: all pages that are written before they are cleared for the first time
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
