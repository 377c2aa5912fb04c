// SPDX-License-Identifier: GPL-2.0-only
//
// A mapping that dirty logging has write-protected already is not write-
// protected for good when its page becomes a page table of the guest: a write
// fault makes it writable without a look.
//
// The fault that has no look is fast_page_fault(), which only tables that KVM did
// not make of the guest's own take (arch/x86/kvm/mmu/mmu.c, direct_page_fault()),
// so not shadow paging (npt0), and in the TDP MMU it is other code that protects
// (tdp-wrprot-skips-mmu-writable). Tables that lead to tables are write-tracked on
// top, which that fault is asked about first: what is lost are last tables.
//
// lost: writes of a guest to the tables of its nested guest go untracked, which
//   runs on stale translations
// mirrors: B19, 7c8a4742c4ab (5.17) "KVM: x86/mmu: Fix write-protection of PTs
//   mapped by the TDP MMU"
// class: nested
// where: svm:tdp0
// kernels: 5.17-
// files: arch/x86/kvm/mmu/mmu.c
@@
identifier spte, pt_protect;
@@
  spte_write_protect(...)
  {
  <...
- if (!is_writable_pte(spte) &&
-     !(pt_protect && is_mmu_writable_spte(spte)))
+ if (!is_writable_pte(spte))
  	return false;
  ...>
  }
