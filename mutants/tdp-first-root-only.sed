# SPDX-License-Identifier: GPL-2.0-only
#
# KVM protects harvested pages again in one tree of mappings, and not in the others.
#
# lost: writes of a guest after the first harvest, if an inner guest without
#   NPT has run
# mirrors: none; the class of what is done for one root and not for all
# class: nested
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^void kvm_tdp_mmu_clear_dirty_pt_masked(/,/^}/s/^		clear_dirty_pt_masked(kvm, root, gfn, mask, wrprot);$/	{\
		clear_dirty_pt_masked(kvm, root, gfn, mask, wrprot);\
		break;\
	}/
