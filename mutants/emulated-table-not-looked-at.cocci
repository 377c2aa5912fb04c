// SPDX-License-Identifier: GPL-2.0-only
//
// A guest's store to a table that leads to tables is done for it, as it should be,
// and the shadow of that table stays as it was.
//
// lost: the guest, or its nested guest, goes on by the table that there was, and
//   what it writes lands in pages that it has taken away
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
