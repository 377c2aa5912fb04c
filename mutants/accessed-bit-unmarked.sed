# SPDX-License-Identifier: GPL-2.0-only
#
# When KVM walks the guest's tables for a read, it sets the Accessed bit of the last entry
# without marking the table's page, as if this bit were a hint that nobody misses.
#
# lost: a last-level table in which only Accessed bits were set
# mirrors: -
# class: shadow
# where: svm:npt0
# kernels: 6.12-
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^static int FNAME(update_accessed_dirty_bits)(/,/^}/ {
	s/^\t\tkvm_vcpu_mark_page_dirty(vcpu, table_gfn);$/\t\tif (level > walker->level || write_fault)\n\t\t\tkvm_vcpu_mark_page_dirty(vcpu, table_gfn);/
}
