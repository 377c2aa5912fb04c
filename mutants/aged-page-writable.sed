# SPDX-License-Identifier: GPL-2.0-only
#
# KVM makes a mapping writable when the host asks whether the guest has used the page.
#
# lost: stores to a page that was harvested, and that the host then asked the
#   age of
# mirrors: none; the rework of aging in 6.13 and 6.15, and the restoring of
#   access-tracked mappings
# class: aging
# where: svm
# kernels: 6.12-6.12
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^static bool age_gfn_range(/,/^}/s/^		new_spte = iter->old_spte & ~shadow_accessed_mask;$/&\
		if (is_mmu_writable_spte(new_spte))\
			WRITE_ONCE(*rcu_dereference(iter->sptep),\
				   new_spte | PT_WRITABLE_MASK);/
