// SPDX-License-Identifier: GPL-2.0-only
//
// Eager page splitting splits one level only: a page of 1G becomes pages of
// 2M.
//
// lost: nothing by itself: the first write faults and splits the rest
// mirrors: B15 and the class of huge pages that are split or not
// class: x86-mmu
// where: svm:huge1g
// kernels: 5.18-
// files: arch/x86/kvm/mmu/tdp_mmu.c
@@
identifier iter;
@@
  tdp_mmu_split_huge_pages_root(...)
  {
  <...
- !is_shadow_present_pte(iter.old_spte) || !is_large_pte(iter.old_spte)
+ !is_shadow_present_pte(iter.old_spte) || !is_large_pte(iter.old_spte) || iter.level == PG_LEVEL_2M
  ...>
  }
