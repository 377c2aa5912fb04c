// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM's own writes for a guest that expects Hyper-V (arch/x86/kvm/hyperv.c,
 * host/scene/own_write.h).  The MSRs are in Hyper-V's Top Level Functional
 * Specification.  In each MSR that holds an address, bit 0 enables the feature.
 */
#include "x86/own_write.h"

#define HV_GUEST_OS_ID 0x40000000
#define HV_HYPERCALL 0x40000001
#define HV_REFERENCE_TSC 0x40000021
#define HV_VP_ASSIST 0x40000073
#define HV_SIEFP 0x40000082
#define HV_SIMP 0x40000083
#define HV_STIMER0_CONFIG 0x400000b0
#define HV_STIMER0_COUNT 0x400000b1

/*
 * KVM writes code that makes a hypercall.  The guest must set its OS ID before.
 */
bool hyperv_hypercall_page(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, HV_GUEST_OS_ID, 1) == 1 &&
	       _vcpu_set_msr(vcpu, HV_HYPERCALL, gpa | 1) == 1;
}

/* KVM gives the page up where the TSC is not the same on all processors. */
bool hyperv_reference_tsc(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, HV_REFERENCE_TSC, gpa | 1) == 1;
}

/* KVM keeps apart whether the guest has set it or a VMM. */
bool hyperv_reference_tsc_by_guest(struct kvm_vcpu *vcpu, u64 gpa)
{
	return guest_writes_msr(vcpu, HV_REFERENCE_TSC, gpa | 1);
}

/* KVM writes at once that no EOI may be left out. */
bool hyperv_vp_assist(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, HV_VP_ASSIST, gpa | 1) == 1;
}

/* The same page has the flag that an interrupt needs no EOI. */
bool hyperv_vp_assist_eoi(struct kvm_vcpu *vcpu, u64 gpa)
{
	return end_of_interrupt_at(vcpu, HV_VP_ASSIST, gpa);
}

/*
 * KVM writes the message of a timer that has expired.  The timer's interrupt is
 * masked, as all are after reset, so the guest notices nothing.  The guest
 * never takes the first message away, so a second one only sets the flag
 * "message pending".
 */
bool hyperv_timer_message(struct kvm_vcpu *vcpu, u64 gpa)
{
	const u64 enable_interrupt_2 = 1 | 2 << 16;

	if (!kvm_has_cap(KVM_CAP_HYPERV_SYNIC2))
		return false;
	vcpu_enable_cap(vcpu, KVM_CAP_HYPERV_SYNIC2, 0);
	return _vcpu_set_msr(vcpu, HV_SIMP, gpa | 1) == 1 &&
	       _vcpu_set_msr(vcpu, HV_STIMER0_COUNT, 1) == 1 &&
	       _vcpu_set_msr(vcpu, HV_STIMER0_CONFIG, enable_interrupt_2) == 1;
}

/*
 * KVM clears the pages of messages and event flags when the guest sets their addresses, but
 * not for userspace, which restores them, and not with KVM_CAP_HYPERV_SYNIC2.
 */
static bool has_synic(struct kvm_vcpu *vcpu)
{
	if (!kvm_has_cap(KVM_CAP_HYPERV_SYNIC))
		return false;
	vcpu_enable_cap(vcpu, KVM_CAP_HYPERV_SYNIC, 0);
	return true;
}

bool hyperv_messages(struct kvm_vcpu *vcpu, u64 gpa)
{
	return has_synic(vcpu) && guest_writes_msr(vcpu, HV_SIMP, gpa | 1);
}

bool hyperv_events(struct kvm_vcpu *vcpu, u64 gpa)
{
	return has_synic(vcpu) && guest_writes_msr(vcpu, HV_SIEFP, gpa | 1);
}

bool hyperv_messages_restored(struct kvm_vcpu *vcpu, u64 gpa)
{
	return has_synic(vcpu) && _vcpu_set_msr(vcpu, HV_SIMP, gpa | 1) == 1;
}

bool hyperv_events_restored(struct kvm_vcpu *vcpu, u64 gpa)
{
	return has_synic(vcpu) && _vcpu_set_msr(vcpu, HV_SIEFP, gpa | 1) == 1;
}
