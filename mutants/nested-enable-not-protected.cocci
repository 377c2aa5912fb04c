// SPDX-License-Identifier: GPL-2.0-only
//
// Switching logging on write-protects the guest's mappings, but not its
// nested guests' mappings of the same pages.
//
// lost: writes of a nested guest to pages that it has mapped writable
// mirrors: B7 and B16: nested guests
// class: nested
// where: svm vmx:pml0
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
