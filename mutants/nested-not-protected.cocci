// SPDX-License-Identifier: GPL-2.0-only
//
// A harvest protects the mappings of the guest, and not those that nested
// guests have of the same pages.
//
// lost: what a nested guest writes after the first harvest
// mirrors: B7, 1f4e5fc83a42 (5.4), and B16, 2673dfb591a3 (6.9): nested guests
// class: nested
// where: svm vmx
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
