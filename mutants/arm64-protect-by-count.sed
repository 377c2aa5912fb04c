# SPDX-License-Identifier: GPL-2.0-only
#
# A harvest write-protects as many pages of a word as are dirty, from the first dirty one on.
# This is right as long as there is no gap between them.
#
# A guest writes two pages of a word with others between them. Userspace harvests, and the
# guest writes the upper one again.
#
# lost: second writes to dirty pages behind a gap in a word
# mirrors: the class of f1b3b06a058b (5.12), pages of a word that are left out
# class: arm64
# where: arm64
# kernels: 6.12-7.3
# files: arch/arm64/kvm/mmu.c
/^void kvm_arch_mmu_enable_log_dirty_pt_masked(/,/^}/s/(base_gfn + __fls(mask) + 1) << PAGE_SHIFT/(base_gfn + __ffs(mask) + hweight_long(mask)) << PAGE_SHIFT/
