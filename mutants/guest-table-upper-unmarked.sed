# SPDX-License-Identifier: GPL-2.0-only
#
# KVM sets accessed bits in the guest's page tables for the processor, and marks the last
# table alone.
#
# lost: pages of guest page tables above the last
# mirrors: B19 and X7: writes to the guest's page tables
# class: own-writes
# where: svm vmx
# kernels: 5.12-
# files: arch/x86/kvm/mmu/paging_tmpl.h
s/^	*kvm_vcpu_mark_page_dirty(vcpu, table_gfn);$/		if (level == walker->level)\n			&/
