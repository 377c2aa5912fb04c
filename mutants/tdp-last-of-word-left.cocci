// SPDX-License-Identifier: GPL-2.0-only
//
// The walk over the pages of a word ends when it finds the last dirty page,
// before it protects that page.
//
// lost: the last dirty page of each word of the log is not protected again:
//   the next write to it is lost
// mirrors: B12, f1b3b06a058b (5.12) "KVM: x86/mmu: Clear dirtied pages mask
//   bit before early break"
// class: x86-mmu
// where: svm vmx
// kernels: 5.12-
// files: arch/x86/kvm/mmu/tdp_mmu.c
@@
identifier mask;
expression bit;
@@
  clear_dirty_pt_masked(...)
  {
  <...
  mask &= ~(1UL << bit);
+ if (!mask)
+ 	break;
  ...>
  }
