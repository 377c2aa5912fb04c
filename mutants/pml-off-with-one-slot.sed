# SPDX-License-Identifier: GPL-2.0-only
#
# The number of logged slots is kept as a flag: it says what the slot that was changed last
# does. Turning the logging of one slot off, or deleting a logged one, turns the log of
# modified pages off although other slots are still logged.
#
# lost: second writes to the slots that are still logged
# mirrors: a85863c2ec55 (KVM: VMX: Dynamically enable/disable PML based on memslot dirty logging)
# class: memslot
# where: vmx
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
/^static void kvm_commit_memory_region(/,/^}/ {
	/^\t\tint change = (new_flags & KVM_MEM_LOG_DIRTY_PAGES) ? 1 : -1;$/ {
		N
		N
		c\
\t\tatomic_set(&kvm->nr_memslots_dirty_logging,\
\t\t\t   !!(new_flags & KVM_MEM_LOG_DIRTY_PAGES));
	}
}
