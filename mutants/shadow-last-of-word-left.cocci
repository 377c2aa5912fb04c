// SPDX-License-Identifier: GPL-2.0-only
//
// The shadow MMU write-protects all dirty pages of a word but the last.
//
// lost: the last dirty page of each word of the log
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
