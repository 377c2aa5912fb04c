# SPDX-License-Identifier: GPL-2.0-only
#
# The walk over the pages of a word ends at a huge page, which is taken to have all of the
# word. But where a slot does not begin at a multiple of 64 pages, a word may begin in a huge
# page and end in the next, which may be mapped by small pages.
#
# In such a word KVM itself writes a page of the first (which does not split it), or the
# first one's bits are still set from the beginning, and the guest writes a page of the
# second. Userspace harvests both, and the guest writes its page again.
#
# lost: second writes to pages behind the edge of a huge page in such a word
# mirrors: none; a plausible slip in clear_dirty_pt_masked()
# class: x86-mmu
# where: svm:eager0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/tdp_mmu.c
/^static void clear_dirty_pt_masked(/,/^}/{
	/^\t\tif (iter.level > PG_LEVEL_4K ||$/{
		N
		c\
\t\tif (iter.level > PG_LEVEL_4K)\
\t\t\tbreak;\
\
\t\tif (!(mask & (1UL << (iter.gfn - gfn))))
	}
}
