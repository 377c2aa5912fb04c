# SPDX-License-Identifier: GPL-2.0-only
#
# A vCPU's controls leave the log of modified pages off, for the request that comes when
# the first slot begins to be logged would turn it on: no such request comes to a vCPU that
# is made, or gets its CPUID, while a slot is logged.
#
# lost: second writes of vCPUs that were made while a slot was logged
# mirrors: a85863c2ec55 (KVM: VMX: Dynamically enable/disable PML based on memslot dirty logging)
# class: x86-mmu
# where: vmx
# kernels: 6.12-
# files: arch/x86/kvm/vmx/vmx.c
/^static u32 vmx_secondary_exec_control(/,/^}/ {
	/^\tif (!enable_pml || !atomic_read(&vcpu->kvm->nr_memslots_dirty_logging))$/ d
	s/^\t\texec_control &= ~SECONDARY_EXEC_ENABLE_PML;$/\texec_control \&= ~SECONDARY_EXEC_ENABLE_PML;/
}
