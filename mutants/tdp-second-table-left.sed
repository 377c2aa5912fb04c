# SPDX-License-Identifier: GPL-2.0-only
#
# The pages of a word of the bitmap are taken to be in one page table of the TDP MMU. This is
# so if the slot begins at a multiple of 64 pages; else some words begin in one table and end
# in the next, which is left writable.
#
# lost: second writes to pages of such a word that are in the second table
# mirrors: -
# class: x86-mmu
# where: svm
# kernels: 6.12-6.12
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^static void clear_dirty_pt_masked(/,/^}/ {
	/^\ttdp_root_for_each_leaf_pte(iter, root, gfn + __ffs(mask),$/ {
		N
		c\
\ttdp_root_for_each_leaf_pte(iter, root, gfn + __ffs(mask),\
\t\t\t\t    min_t(gfn_t, gfn + BITS_PER_LONG,\
\t\t\t\t\t  ALIGN(gfn + __ffs(mask) + 1, SPTE_ENT_PER_PAGE))) {
	}
}
