// SPDX-License-Identifier: GPL-2.0-only
//
// A write fault that is fixed without the lock also marks the page's
// neighbour dirty.
//
// lost: nothing; twice as much is sent
// mirrors: the class of B13, 6d9aafb96d5f (5.13): over-report
// class: over-report
// where: svm
// kernels: 5.12-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier vcpu, fault;
@@
  fast_pf_fix_direct_spte(...)
  {
  <...
  mark_page_dirty_in_slot(vcpu->kvm, fault->slot, fault->gfn);
+ mark_page_dirty_in_slot(vcpu->kvm, fault->slot, fault->gfn & ~1ull);
  ...>
  }
