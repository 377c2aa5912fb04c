// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vCPU's state, read and set again in the order that the library's vcpu_load_state() has.
 * Registers that no test uses (vectors, extended control registers) stay as they are.
 */
#include <asm/processor-flags.h>
#include <stdlib.h>

#include "host/machine/arch.h"
#include "verdict/verdict.h"

/*
 * Without an interrupt controller KVM refuses some, which are 0 then.  A vCPU in VMX operation
 * keeps what it offers (vmx_set_vmx_msr() in arch/x86/kvm/vmx/nested.c).
 */
static bool may_refuse(const struct kvm_msr_entry *entry)
{
	return !entry->data || (entry->index >= MSR_IA32_VMX_BASIC &&
				entry->index <= MSR_IA32_VMX_VMFUNC);
}

/* Set each MSR of KVM's list to what it is. */
static void restore_msrs(struct kvm_vcpu *vcpu)
{
	const struct kvm_msr_list *list = kvm_get_msr_index_list();
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} *msr = calloc(list->nmsrs, sizeof(*msr));

	/* KVM lists MSRs that it lacks, as others that it emulates want to be set first. */
	for (u32 i = 0; i < list->nmsrs; i++) {
		msr[i].head.nmsrs = 1;
		msr[i].entry.index = list->indices[i];
		if (__vcpu_ioctl(vcpu, KVM_GET_MSRS, &msr[i].head) != 1)
			msr[i].head.nmsrs = 0;
	}
	for (u32 i = 0; i < list->nmsrs; i++)
		if (msr[i].head.nmsrs &&
		    __vcpu_ioctl(vcpu, KVM_SET_MSRS, &msr[i].head) != 1 &&
		    !may_refuse(&msr[i].entry))
			verdict_error("KVM_SET_MSRS refuses 0x%llx for MSR 0x%x",
				      msr[i].entry.data, msr[i].entry.index);
	free(msr);
}

/* NULL where KVM has no such state. */
static struct kvm_nested_state *nested_state(struct kvm_vcpu *vcpu)
{
	u32 bytes = kvm_check_cap(KVM_CAP_NESTED_STATE);
	struct kvm_nested_state *state = bytes ? calloc(1, bytes) : NULL;

	if (!state)
		return NULL;
	state->size = bytes;
	vcpu_nested_state_get(vcpu, state);
	return state;
}

/* Let KVM forget what it knows of nested guests, as a new vCPU knows nothing. */
static void forget_nested(struct kvm_vcpu *vcpu, struct kvm_sregs sregs, u32 format)
{
	struct kvm_nested_state none = {
		.format = format,
		.size = sizeof(none),
		.hdr.vmx = { .vmxon_pa = ~0ull, .vmcs12_pa = ~0ull },
	};

	sregs.efer &= ~EFER_SVME;
	vcpu_sregs_set(vcpu, &sregs);
	if (format == KVM_STATE_NESTED_FORMAT_VMX)
		vcpu_nested_state_set(vcpu, &none);
}

/*
 * A new vCPU is not in SMM.  CR0 changes, too: KVM_SET_SREGS then finds another CR0, so KVM
 * builds the vCPU's mappings anew while the vCPU is outside of SMM.
 */
static void forget_smm(struct kvm_vcpu *vcpu, struct kvm_sregs sregs,
		       struct kvm_vcpu_events events)
{
	events.smi.smm = 0;
	vcpu_events_set(vcpu, &events);
	sregs.cr0 ^= X86_CR0_WP;
	vcpu_sregs_set(vcpu, &sregs);
}

void arch_restore(struct kvm_vcpu *vcpu)
{
	struct kvm_nested_state *nested;
	struct kvm_vcpu_events events;
	struct kvm_debugregs debug;
	struct kvm_lapic_state lapic;
	struct kvm_sregs sregs;
	struct kvm_regs regs;
	bool has_lapic;

	vcpu_run_complete_io(vcpu);
	vcpu_events_get(vcpu, &events);
	vcpu_regs_get(vcpu, &regs);
	vcpu_sregs_get(vcpu, &sregs);
	vcpu_debugregs_get(vcpu, &debug);
	has_lapic = !__vcpu_ioctl(vcpu, KVM_GET_LAPIC, &lapic);
	nested = nested_state(vcpu);

	if (nested)
		forget_nested(vcpu, sregs, nested->format);
	if (events.smi.smm)
		forget_smm(vcpu, sregs, events);
	vcpu_sregs_set(vcpu, &sregs);
	restore_msrs(vcpu);
	vcpu_events_set(vcpu, &events);
	vcpu_debugregs_set(vcpu, &debug);
	vcpu_regs_set(vcpu, &regs);
	if (has_lapic)
		vcpu_ioctl(vcpu, KVM_SET_LAPIC, &lapic);
	if (nested)
		vcpu_nested_state_set(vcpu, nested);
	free(nested);
}

bool arch_restores(void)
{
	return true;
}
