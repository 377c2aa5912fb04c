# SPDX-License-Identifier: GPL-2.0-only
#
# KVM emulates PML for an outer guest only where the outer guest maps its guest by small
# pages, as if a log of pages could not name one within a huge mapping.
#
# The outer guest maps 2 MiB of L2 by one entry of EPT, clears the entry's dirty bit, and
# runs L2 with PML. L2 writes: KVM sets the dirty bit, and the outer guest's log is empty.
#
# lost: for the outer guest, what its nested guest writes through huge mappings
# mirrors: none; a plausible slip in update_accessed_dirty_bits()
# class: pml
# where: vmx
# kernels: 7.0-7.3
# files: arch/x86/kvm/mmu/paging_tmpl.h
s/^			if (kvm_nested_call(write_log_dirty)(vcpu, addr))$/			if (level == PG_LEVEL_4K \&\&\n			    kvm_nested_call(write_log_dirty)(vcpu, addr))/
