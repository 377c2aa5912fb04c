// SPDX-License-Identifier: GPL-2.0-only
/* What KVM writes to guest memory by itself, on x86 (host/own_write.h). */
#include "host/arch.h"

/* Documentation/virt/kvm/x86/msr.rst; bit 0 of the last two switches it on. */
#define MSR_WALL_CLOCK 0x4b564d00
#define MSR_SYSTEM_TIME 0x4b564d01
#define MSR_STEAL_TIME 0x4b564d03

static bool wall_clock(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, MSR_WALL_CLOCK, gpa) == 1;
}

static bool system_time(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, MSR_SYSTEM_TIME, gpa | 1) == 1;
}

static bool steal_time(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, MSR_STEAL_TIME, gpa | 1) == 1;
}

/* The spurious interrupt vector register, and in it the bit that enables. */
#define APIC_SPIV 0xf0
#define APIC_ENABLED 0x100

/*
 * The task priority for a guest that polls it (api.rst, KVM_SET_VAPIC_ADDR), by
 * kvm_write_guest_cached().  KVM looks whether it has to when it looks for
 * interrupts to deliver, and setting registers makes it do so.
 */
static bool vapic(struct kvm_vcpu *vcpu, u64 gpa)
{
	struct kvm_vapic_addr at = { .vapic_addr = gpa };
	struct kvm_lapic_state apic;
	struct kvm_regs regs;

	vcpu_ioctl(vcpu, KVM_GET_LAPIC, &apic);
	*(u32 *)(apic.regs + APIC_SPIV) |= APIC_ENABLED;
	vcpu_ioctl(vcpu, KVM_SET_LAPIC, &apic);
	if (__vcpu_ioctl(vcpu, KVM_SET_VAPIC_ADDR, &at))
		return false;
	vcpu_regs_get(vcpu, &regs);
	vcpu_regs_set(vcpu, &regs);
	return true;
}

/*
 * For a guest that takes this for Hyper-V, arch/x86/kvm/hyperv.c.  The MSRs are
 * those of its Top Level Functional Specification, and bit 0 of each that holds
 * an address switches on.
 */
#define HV_GUEST_OS_ID 0x40000000
#define HV_HYPERCALL 0x40000001
#define HV_REFERENCE_TSC 0x40000021
#define HV_VP_ASSIST 0x40000073
#define HV_SIMP 0x40000083
#define HV_STIMER0_CONFIG 0x400000b0
#define HV_STIMER0_COUNT 0x400000b1

/* Code that calls the hypervisor, for a guest that has said what it is. */
static bool hypercall_page(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, HV_GUEST_OS_ID, 1) == 1 &&
	       _vcpu_set_msr(vcpu, HV_HYPERCALL, gpa | 1) == 1;
}

static bool reference_tsc(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, HV_REFERENCE_TSC, gpa | 1) == 1;
}

/* What is written at once is that no end of interrupt can be left out. */
static bool vp_assist(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, HV_VP_ASSIST, gpa | 1) == 1;
}

/*
 * The message of a timer that is due long since.  The interrupt for it is
 * masked, as all are to begin with, so that the guest notices nothing.  A second
 * message finds the first still there, and leaves a note that it waits.
 */
static bool timer_message(struct kvm_vcpu *vcpu, u64 gpa)
{
	const u64 enable_interrupt_2 = 1 | 2 << 16;

	if (!kvm_has_cap(KVM_CAP_HYPERV_SYNIC2))
		return false;
	vcpu_enable_cap(vcpu, KVM_CAP_HYPERV_SYNIC2, 0);
	return _vcpu_set_msr(vcpu, HV_SIMP, gpa | 1) == 1 &&
	       _vcpu_set_msr(vcpu, HV_STIMER0_COUNT, 1) == 1 &&
	       _vcpu_set_msr(vcpu, HV_STIMER0_CONFIG, enable_interrupt_2) == 1;
}

/* For a guest that takes this for Xen: api.rst, KVM_XEN_VCPU_SET_ATTR. */
static bool xen_attribute(struct kvm_vcpu *vcpu, u16 type, u64 gpa)
{
	struct kvm_xen_vcpu_attr attribute = { .type = type, .u.gpa = gpa };

	return !__vcpu_ioctl(vcpu, KVM_XEN_VCPU_SET_ATTR, &attribute);
}

static bool xen_vcpu_info(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_attribute(vcpu, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO, gpa);
}

static bool xen_time(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_attribute(vcpu, KVM_XEN_VCPU_ATTR_TYPE_VCPU_TIME_INFO, gpa);
}

/* Written when it is asked for; KVM goes on with it only for a Xen VM. */
static bool xen_runstate(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_attribute(vcpu, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADDR, gpa);
}

const struct arch_own_write arch_own_writes[] = {
	{ "wall-clock", .start = wall_clock },
	{ "system-time", .again = true, .start = system_time },
	{ "steal-time", .again = true, .start = steal_time },
	{ "task-priority", .again = true, .irqchip = true, .start = vapic },
	{ "hypercall-page", .start = hypercall_page },
	{ "reference-tsc", .again = true, .start = reference_tsc },
	{ "vp-assist", .irqchip = true, .start = vp_assist },
	{ "timer-message", .irqchip = true, .start = timer_message },
	{ "xen-vcpu-info", .again = true, .start = xen_vcpu_info },
	{ "xen-time", .again = true, .start = xen_time },
	{ "xen-runstate", .start = xen_runstate },
	{ NULL },
};

void arch_irqchip_vcpu(void)
{
}

bool arch_irqchip(struct kvm_vm *vm)
{
	return !__vm_ioctl(vm, KVM_CREATE_IRQCHIP, NULL);
}
