# SPDX-License-Identifier: GPL-2.0-only
#
# KVM sets accessed and dirty bits for the guest also in page tables that are in a read-only
# slot.
#
# lost: memory of a read-only slot; page tables there are reported though nobody may
#   write them
# mirrors: none; a plausible slip in update_accessed_dirty_bits()
# class: shadow
# where: svm:npt0 vmx:ept0
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^static int FNAME(update_accessed_dirty_bits)(/,/^}/{
	/if (unlikely(!walker->pte_writable\[level - 1\]))/,/continue;/d
}
