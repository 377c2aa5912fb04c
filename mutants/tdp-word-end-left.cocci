// SPDX-License-Identifier: GPL-2.0-only
//
// The walk over the pages of a word stops before its last page.
//
// lost: page 63 of each word is not protected again
// mirrors: B12, f1b3b06a058b (5.12): a page of a word that is left out
// class: x86-mmu
// where: svm vmx
// kernels: 5.12-
// files: arch/x86/kvm/mmu/tdp_mmu.c
@@
identifier gfn;
@@
  clear_dirty_pt_masked(...)
  {
  <...
- gfn + BITS_PER_LONG
+ gfn + BITS_PER_LONG - 1
  ...>
  }
