# SPDX-License-Identifier: GPL-2.0-only
#
# A fast page fault marks the page in the slot of the first address space, also if the vCPU
# is in SMM and has written to a slot of the other.
#
# lost: second writes in SMM; reported in the slot of the other address space instead
# mirrors: -
# class: x86-mmu
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^static bool fast_pf_fix_direct_spte(/,/^}/ {
	s/^\t\tmark_page_dirty_in_slot(vcpu->kvm, fault->slot, fault->gfn);$/\t\tmark_page_dirty(vcpu->kvm, fault->gfn);/
}
