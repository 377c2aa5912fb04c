# SPDX-License-Identifier: GPL-2.0-only
#
# The walk over the pages of a word takes the bit of each page out of the mask by a
# complement of 32 bits, which takes out the upper half of the mask as well.
#
# lost: second writes to all but the first harvested page of a word, where they are in
#   the upper half of the word
# mirrors: none; a plausible slip in clear_dirty_pt_masked()
# class: x86-mmu
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^static void clear_dirty_pt_masked(/,/^}/s/mask &= ~(1UL << (iter.gfn - gfn));/mask \&= ~(1U << (iter.gfn - gfn));/
