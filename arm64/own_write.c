// SPDX-License-Identifier: GPL-2.0-only
/* What KVM writes to guest memory by itself, on arm64 (host/own_write.h). */
#include "host/arch.h"

/* Documentation/virt/kvm/devices/vcpu.rst, 4.1; it cannot be moved later. */
static bool stolen_time(struct kvm_vcpu *vcpu, u64 gpa)
{
	return !__vcpu_device_attr_set(vcpu, KVM_ARM_VCPU_PVTIME_CTRL,
				       KVM_ARM_VCPU_PVTIME_IPA, &gpa);
}

/* Outside all slots, and below the doorbell. */
#define DISTRIBUTOR_GPA 0x08000000ull
#define TRANSLATION_GPA 0x08080000ull
#define REDISTRIBUTOR_GPA 0x080a0000ull

/* Of the process's one VM; 0: there is none. */
static int gic, its;

/* Documentation/virt/kvm/devices/arm-vgic-v3.rst */
bool arch_irqchip(struct kvm_vm *vm)
{
	u32 interrupts = 64;
	u64 distributor = DISTRIBUTOR_GPA;
	u64 redistributor = REDISTRIBUTOR_GPA;

	gic = __kvm_create_device(vm, KVM_DEV_TYPE_ARM_VGIC_V3);
	if (gic < 0) {
		gic = 0;
		return false;
	}
	kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_NR_IRQS, 0, &interrupts);
	kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_ADDR,
			    KVM_VGIC_V3_ADDR_TYPE_DIST, &distributor);
	kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_ADDR,
			    KVM_VGIC_V3_ADDR_TYPE_REDIST, &redistributor);
	return true;
}

/* A GICv3 wants to be initialised between these two, so that it has one vCPU. */
void arch_irqchip_vcpu(void)
{
	if (gic)
		kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_CTRL,
				    KVM_DEV_ARM_VGIC_CTRL_INIT, NULL);
}

/* GITS_BASER<n>: what the table is for is fixed, 1 is the one of collections. */
#define GITS_BASER1 0x108
#define GITS_BASER_VALID (1ull << 63)

/*
 * The tables of an ITS, which KVM writes to guest memory when it is told to, with
 * no vCPU running (Documentation/virt/kvm/devices/arm-vgic-its.rst).  One table of
 * 64K, and in it nothing but the entry that ends it.
 */
static bool saved_tables(struct kvm_vcpu *vcpu, u64 gpa)
{
	u64 table = GITS_BASER_VALID | gpa;
	u64 at = TRANSLATION_GPA;

	if (!its) {
		its = __kvm_create_device(vcpu->vm, KVM_DEV_TYPE_ARM_VGIC_ITS);
		if (its < 0)
			return false;
		kvm_device_attr_set(its, KVM_DEV_ARM_VGIC_GRP_ADDR,
				    KVM_VGIC_ITS_ADDR_TYPE, &at);
		kvm_device_attr_set(its, KVM_DEV_ARM_VGIC_GRP_CTRL,
				    KVM_DEV_ARM_VGIC_CTRL_INIT, NULL);
	}
	kvm_device_attr_set(its, KVM_DEV_ARM_VGIC_GRP_ITS_REGS, GITS_BASER1,
			    &table);
	kvm_device_attr_set(its, KVM_DEV_ARM_VGIC_GRP_CTRL,
			    KVM_DEV_ARM_ITS_SAVE_TABLES, NULL);
	return true;
}

const struct arch_own_write arch_own_writes[] = {
	{ "stolen-time", .again = true, .start = stolen_time },
	{ "saved-tables", .irqchip = true, .no_vcpu = true,
	  .start = saved_tables },
	{ NULL },
};
