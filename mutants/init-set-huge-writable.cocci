// SPDX-License-Identifier: GPL-2.0-only
//
// With INITIALLY_SET a clear neither splits nor protects a huge mapping, so a
// cleared page stays writable.
//
// lost: all writes to huge mappings after the first clear
// mirrors: B16, 2673dfb591a3 (6.9): what a clear has to protect
// class: x86-mmu
// where: svm:eager0 vmx
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
@@
  kvm_arch_mmu_enable_log_dirty_pt_masked(...)
  {
  <...
- kvm_mmu_slot_gfn_write_protect(...);
+ ;
  ...>
  }
