# SPDX-License-Identifier: GPL-2.0-only
#
# KVM sets accessed and dirty bits in the entries of the guest's tables, and does not mark
# the table's page if the entry maps a huge page: it takes a last entry to be in a table of
# the lowest level.
#
# A guest with shadow paging, or the hypervisor of a nested guest, maps a huge page, whose
# entry has no dirty bit yet. Userspace harvests, and the guest writes to the huge page: KVM
# sets the bit, and the page with the entry is not in the next log.
#
# lost: a table in which only the bits of entries for huge pages were set
# mirrors: none; a plausible slip in update_accessed_dirty_bits(), whose levels begin at
#   the walker's and not at the lowest
# class: shadow
# where: svm:npt0,default vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^static int FNAME(update_accessed_dirty_bits)(/,/^}/s/^		kvm_vcpu_mark_page_dirty(vcpu, table_gfn);$/		if (level == PG_LEVEL_4K || level > walker->level)\n	&/
