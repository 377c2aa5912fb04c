// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on write-protects all pages of a slot but the last.
//
// lost: writes to the last page, if it was mapped before
// mirrors: B1 and B53: the end of a slot
// class: x86-mmu
// where: svm vmx:pml0
// kernels: 5.12-
// files: arch/x86/kvm/mmu/tdp_mmu.c
@@
identifier slot;
@@
  kvm_tdp_mmu_wrprot_slot(...)
  {
  <...
- slot->base_gfn + slot->npages
+ slot->base_gfn + slot->npages - 1
  ...>
  }
