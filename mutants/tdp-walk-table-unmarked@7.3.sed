# SPDX-License-Identifier: GPL-2.0-only
#
# KVM marks a table of the guest's, in which it has set an accessed or dirty bit, only where
# it shadows the table. With two-dimensional paging the processor sets these bits, and finds
# the table's page protected; but KVM walks the tables, too, for an instruction that it
# emulates.
#
# A guest with NPT or EPT maps a page that it has not written yet. Userspace harvests, and
# the guest copies from a device to the page by one MOVS, which KVM emulates: KVM sets the
# dirty bit in the table, whose page is not in the next log.
#
# lost: page tables of a guest, in which only KVM has set bits
# mirrors: none; a plausible slip in update_accessed_dirty_bits()
# class: own-writes
# where: svm vmx
# kernels: 7.3-7.3
# files: arch/x86/kvm/mmu/paging_tmpl.h
/^static int FNAME(update_accessed_dirty_bits)(/,/^}/s/^		kvm_vcpu_mark_page_dirty(vcpu, table_gfn);$/		if (!vcpu->arch.mmu->root_role.direct)\n	&/
