// SPDX-License-Identifier: GPL-2.0-only
//
// The shadow MMU protects all pages of a word again but the last.
//
// lost: the last page of each word of the log that was dirty
// mirrors: B12, f1b3b06a058b (5.12), in the other MMU
// class: shadow
// where: svm:npt0 vmx:ept0
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier mask;
@@
  kvm_mmu_write_protect_pt_masked(...)
  {
  <...
- while (mask)
+ while (mask & (mask - 1))
  { ... }
  ...>
  }
