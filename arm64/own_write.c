// SPDX-License-Identifier: GPL-2.0-only
/* KVM's own writes to guest memory on arm64 (host/scene/own_write.h). */
#include "arm64/gic.h"

/*
 * Documentation/virt/kvm/devices/vcpu.rst, 4.1.  The address can be set once
 * only.
 */
static bool stolen_time(struct kvm_vcpu *vcpu, u64 gpa)
{
	return !__vcpu_device_attr_set(vcpu, KVM_ARM_VCPU_PVTIME_CTRL,
				       KVM_ARM_VCPU_PVTIME_IPA, &gpa);
}

/* Each KVM_RUN writes it anew (kvm_arch_vcpu_load() in arch/arm64/kvm/arm.c). */
static void each_run(struct kvm_vcpu *vcpu)
{
	(void)vcpu;
}

const struct arch_own_write arch_own_writes[] = {
	{ "stolen-time", .again = true, .adds = true, .start = stolen_time,
	  .renew = each_run },
	{ "saved-tables", .irqchip = true, .no_vcpu = true,
	  .start = gic_save_tables },
	{ "pending-table", .irqchip = true, .no_vcpu = true,
	  .start = gic_save_pending },
	{ "pending-taken", .irqchip = true, .no_vcpu = true,
	  .start = gic_take_pending },
	{ "discarded-event", .irqchip = true, .no_vcpu = true,
	  .start = gic_discard },
	{ "unmapped-device", .irqchip = true, .no_vcpu = true,
	  .start = gic_unmap_device },
	{ NULL },
};
