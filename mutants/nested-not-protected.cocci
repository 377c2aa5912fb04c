// SPDX-License-Identifier: GPL-2.0-only
//
// A harvest write-protects the guest's mappings, but not its nested guests'
// mappings of the same pages.
//
// lost: writes of a nested guest after the first harvest
// mirrors: B7, 1f4e5fc83a42 (5.4), and B16, 2673dfb591a3 (6.9): nested guests
// class: nested
// where: svm vmx:pml0
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier kvm;
@@
  kvm_mmu_write_protect_pt_masked(...)
  {
  <...
- !kvm_memslots_have_rmaps(kvm)
+ tdp_mmu_enabled
  ...>
  }
