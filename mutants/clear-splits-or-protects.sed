# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CLEAR_DIRTY_LOG of a slot that began with all pages dirty either splits the huge pages
# or, if they are not to be split eagerly, protects them. Only the TDP MMU splits eagerly,
# though: without it huge pages stay as they are, writable.
#
# lost: writes through huge pages that were mapped before the clear
# mirrors: -
# class: x86-mmu
# where: svm:tdp0,npt0
# kernels: 6.12-
# files: arch/x86/kvm/mmu/mmu.c
/^void kvm_arch_mmu_enable_log_dirty_pt_masked(/,/^}/ {
	s/^\t\tkvm_mmu_slot_gfn_write_protect(kvm, slot, start, PG_LEVEL_2M);$/\t\telse\n\t\t\tkvm_mmu_slot_gfn_write_protect(kvm, slot, start, PG_LEVEL_2M);/
	s/^\t\tif (ALIGN(start << PAGE_SHIFT, PMD_SIZE) !=$/\t\tif (!READ_ONCE(eager_page_split) \&\&\n\t\t    ALIGN(start << PAGE_SHIFT, PMD_SIZE) !=/
}
