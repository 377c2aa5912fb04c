// SPDX-License-Identifier: GPL-2.0-only
//
// A page becomes a page table of the guest. A mapping of the page that dirty
// logging has write-protected already is not write-protected for good. So a
// write fault can make the mapping writable without noticing the table.
//
// That fault is handled by fast_page_fault(). Only faults on tables that KVM
// has not built from the guest's own take that path (arch/x86/kvm/mmu/mmu.c,
// direct_page_fault()), so the mutant does not show with shadow paging
// (npt0). The TDP MMU protects with other code
// (tdp-wrprot-skips-mmu-writable). Tables that lead to tables are
// write-tracked as well, and fast_page_fault() checks that first. So only
// writes to last-level tables are lost.
//
// lost: writes of a guest to the tables of its nested guest are not tracked,
//   and the nested guest runs on stale translations
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
