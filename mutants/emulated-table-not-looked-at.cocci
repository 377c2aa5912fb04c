// SPDX-License-Identifier: GPL-2.0-only
//
// KVM emulates a guest's store to a page table that leads to tables, but does
// not update the shadow of that table.
//
// lost: the guest, or its nested guest, still uses the old table, and its
//   stores go to pages that were taken away
// mirrors: B19, 7c8a4742c4ab (5.17): a guest's stores to its tables that KVM does
//   not see
// class: shadow
// where: svm:default,npt0 vmx
// kernels: 6.2-
// files: arch/x86/kvm/mmu/mmu.c
@@
symbol sp;
identifier spte;
@@
  kvm_mmu_track_write(...)
  {
  <...
- if (!spte)
+ if (!spte || sp->role.level != PG_LEVEL_4K)
  	continue;
  ...>
  }
