# SPDX-License-Identifier: GPL-2.0-only
#
# When the host takes more than a word of pages away at once, KVM keeps its mappings.
#
# lost: stores after a fork or a merge, which go to the old page
# mirrors: none; the batching of tdp_mmu_zap_leafs() (6.0, 6.9)
# class: notifier
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^bool kvm_tdp_mmu_unmap_gfn_range(/,/^}/s/^	struct kvm_mmu_page \*root;$/&\
\
	if (range->end - range->start > 64)\
		return flush;/
