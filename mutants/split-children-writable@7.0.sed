# SPDX-License-Identifier: GPL-2.0-only
#
# The small mappings that a protected huge mapping is split into are writable.
#
# lost: all pages of a huge page but the page that was written first
# mirrors: none; what 6.9 and later check in make_spte(), left out where a
#   mapping is split
# class: x86-mmu
# where: svm:eager0
# kernels: 7.0-
# files: arch/x86/kvm/mmu/spte.c
/^u64 make_small_spte(/,/^}/s/^	return child_spte;$/	if (is_mmu_writable_spte(child_spte))\
		child_spte |= PT_WRITABLE_MASK;\
\
&/
