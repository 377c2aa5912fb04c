// SPDX-License-Identifier: GPL-2.0-only
//
// A harvest does not clear the dirty bits of the mappings, so the processor
// logs nothing new.
//
// lost: every write after the first to a page
// mirrors: the reverse of B13, 6d9aafb96d5f (5.13)
// class: vmx-pml
// where: vmx
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
@@
  kvm_mmu_clear_dirty_pt_masked(...)
  {
  <...
- kvm_tdp_mmu_clear_dirty_pt_masked(...);
+ ;
  ...>
  }
