# SPDX-License-Identifier: GPL-2.0-only
#
# A mapping that is made anew over a writable one gets its dirty bit at once, and the page
# is not marked, as it was when the mapping became writable. But a harvest has cleared the
# bit since, so that the processor would log the next write.
#
# lost: writes to a page that was harvested, and that KVM_PRE_FAULT_MEMORY named then
# mirrors: cc7ed3358e41 (6.13) "KVM: x86/mmu: Always set SPTE's dirty bit if it's created as
#   writable", done wrongly
# class: pml
# where: vmx
# kernels: 6.12-6.12
# files: arch/x86/kvm/mmu/spte.c
/^bool make_spte(/,/^}/{
	s/^		if (is_last_spte(old_spte, level) && is_writable_pte(old_spte))$/& {/
	s/^			goto out;$/			spte |= spte_shadow_dirty_mask(spte);\n			remapped = true;\n			goto out;\n		}/
	s/^	bool wrprot = false;$/&\n	bool remapped = false;/
	s/^	if ((spte & PT_WRITABLE_MASK) && kvm_slot_dirty_track_enabled(slot)) {$/	if ((spte \& PT_WRITABLE_MASK) \&\& !remapped \&\&\n	    kvm_slot_dirty_track_enabled(slot)) {/
}
