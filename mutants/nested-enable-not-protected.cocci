// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on protects the mappings of the guest, and not those that
// nested guests have of the same pages.
//
// lost: what a nested guest can write to already
// mirrors: B7 and B16: nested guests
// class: nested
// where: svm vmx
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier kvm;
@@
  kvm_mmu_slot_remove_write_access(...)
  {
  <...
- kvm_memslots_have_rmaps(kvm)
+ !tdp_mmu_enabled
  ...>
  }
