# SPDX-License-Identifier: GPL-2.0-only
#
# Each page of a word is write-protected by a walk of its own.
#
# dearer: get/dense@bitmap clear/pages@clear ring/reset-dense@ring
# kernels: 6.12
# files: arch/x86/kvm/mmu/mmu.c
/^void kvm_arch_mmu_enable_log_dirty_pt_masked/,/^}/{
s/^		kvm_mmu_write_protect_pt_masked(kvm, slot, gfn_offset, mask);/		for (; mask; mask \&= mask - 1)\n			kvm_mmu_write_protect_pt_masked(kvm, slot, gfn_offset,\n				mask \& -mask);/
}
