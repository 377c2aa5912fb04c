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

const struct arch_own_write arch_own_writes[] = {
	{ "wall-clock", .start = wall_clock },
	{ "system-time", .again = true, .start = system_time },
	{ "steal-time", .again = true, .start = steal_time },
	{ "task-priority", .again = true, .irqchip = true, .start = vapic },
	{ NULL },
};

bool arch_irqchip(struct kvm_vm *vm)
{
	return !__vm_ioctl(vm, KVM_CREATE_IRQCHIP, NULL);
}
