# SPDX-License-Identifier: GPL-2.0-only
#
# When the logging of a slot is enabled, the TDP MMU protects the pages in the roots of the
# first address space, whichever of them the slot is in.
#
# lost: writes to a slot of the SMM address space, to pages that were writable before
# mirrors: -
# class: x86-mmu
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^bool kvm_tdp_mmu_wrprot_slot(/,/^}/ {
	s/^\tfor_each_valid_tdp_mmu_root_yield_safe(kvm, root, slot->as_id)$/\tfor_each_valid_tdp_mmu_root_yield_safe(kvm, root, 0)/
}
