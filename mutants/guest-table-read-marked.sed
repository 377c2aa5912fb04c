# SPDX-License-Identifier: GPL-2.0-only
#
# KVM marks every page table that it walks for a store, also where all bits are set and
# it writes nothing.
#
# lost: nothing; pages of guest page tables that are only read are reported
# mirrors: G3: exactly the pages that are written
# class: own-writes
# where: svm:npt0,default vmx
# kernels: 5.12-
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^		if (pte == orig_pte)$/i\
		if (write_fault)\
			kvm_vcpu_mark_page_dirty(vcpu, table_gfn);
