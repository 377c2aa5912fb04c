// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM's interrupt controller: Documentation/virt/kvm/devices/arm-vgic-v3.rst and
 * arm-vgic-its.rst; for its registers and commands, Arm's specification of GICv3
 * and GICv4, chapters 5 and 12.
 */
#include "arm64/gic.h"

/* Outside all slots, and below the doorbell. */
#define DISTRIBUTOR_GPA 0x08000000ull
#define TRANSLATION_GPA 0x08080000ull
#define REDISTRIBUTOR_GPA 0x080a0000ull

/* Of the process's one VM; 0: there is none. */
static int gic, its;

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

/* Of the ITS; of its tables 0 is the one of devices, 1 of collections. */
#define GITS_CTLR 0x000
#define GITS_CBASER 0x080
#define GITS_CWRITER 0x088
#define GITS_BASER0 0x100
#define GITS_BASER1 0x108
#define GITS_VALID (1ull << 63)
/* Of a redistributor. */
#define GICR_CTLR 0x00
#define GICR_PROPBASER 0x70
#define GICR_PENDBASER 0x78
#define GICR_PENDBASER_ZERO (1ull << 62)

static bool make_its(struct kvm_vm *vm)
{
	u64 at = TRANSLATION_GPA;

	if (its)
		return true;
	its = __kvm_create_device(vm, KVM_DEV_TYPE_ARM_VGIC_ITS);
	if (its < 0) {
		its = 0;
		return false;
	}
	kvm_device_attr_set(its, KVM_DEV_ARM_VGIC_GRP_ADDR,
			    KVM_VGIC_ITS_ADDR_TYPE, &at);
	kvm_device_attr_set(its, KVM_DEV_ARM_VGIC_GRP_CTRL,
			    KVM_DEV_ARM_VGIC_CTRL_INIT, NULL);
	return true;
}

static void write_its(u32 offset, u64 value)
{
	kvm_device_attr_set(its, KVM_DEV_ARM_VGIC_GRP_ITS_REGS, offset, &value);
}

/* That of vCPU 0; 32 bits at a time. */
static void write_redistributor(u32 offset, u32 value)
{
	kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_REDIST_REGS, offset,
			    &value);
}

/*
 * The tables of an ITS, which KVM writes when it is told to, with no vCPU running.
 * One table of 64K, and in it nothing but the entry that ends it.
 */
bool gic_save_tables(struct kvm_vcpu *vcpu, u64 gpa)
{
	if (!make_its(vcpu->vm))
		return false;
	write_its(GITS_BASER1, GITS_VALID | gpa);
	kvm_device_attr_set(its, KVM_DEV_ARM_VGIC_GRP_CTRL,
			    KVM_DEV_ARM_ITS_SAVE_TABLES, NULL);
	return true;
}

enum its_command { INT = 0x3, CLEAR = 0x4, MAPD = 0x8, MAPC = 0x9, MAPTI = 0xa };

/* The queue, which is a page that no log knows, and where in it the next goes. */
static u64 *queue;
static u32 queued;

static void command(enum its_command what, u64 word1, u64 word2)
{
	u64 *words = queue + queued;

	words[0] = what; /* and device 0 */
	words[1] = word1;
	words[2] = word2;
	words[3] = 0;
	queued += 4;
	write_its(GITS_CWRITER, queued * sizeof(*queue));
}

#define LPI 8192ull /* the first that there is */
#define TABLE_BYTES 0x10000
#define PROPERTIES_ID_BITS 13 /* less one: as many as there are up to 2 * LPI */

/*
 * Event 0 of device 0 is the first LPI, of vCPU 0.  The tables that nothing is
 * saved to only have to be somewhere, and what they hold does not matter: an LPI
 * is pending whether its properties enable it or not.
 */
static void map_lpi(struct kvm_vm *vm, u64 pending_gpa)
{
	u64 page = vm_phy_page_alloc(vm, 0, 0);
	u64 table = pending_gpa + TABLE_BYTES;
	u64 properties = table | PROPERTIES_ID_BITS;
	u64 pending = pending_gpa | GICR_PENDBASER_ZERO;

	queue = addr_gpa2hva(vm, page);
	write_redistributor(GICR_PROPBASER, properties);
	write_redistributor(GICR_PROPBASER + 4, properties >> 32);
	write_redistributor(GICR_PENDBASER, pending);
	write_redistributor(GICR_PENDBASER + 4, pending >> 32);
	write_redistributor(GICR_CTLR, 1);
	write_its(GITS_BASER0, GITS_VALID | table);
	write_its(GITS_BASER1, GITS_VALID | table);
	write_its(GITS_CBASER, GITS_VALID | page);
	write_its(GITS_CTLR, 1);
	command(MAPD, 0, GITS_VALID | table);
	command(MAPC, 0, GITS_VALID);
	command(MAPTI, LPI << 32, 0);
}

/*
 * Which LPIs are pending, a bit each, that KVM writes when it is told to, with no
 * vCPU running: every other time one is, and it writes what has changed alone.
 */
bool gic_save_pending(struct kvm_vcpu *vcpu, u64 gpa)
{
	static bool pending;

	if (!make_its(vcpu->vm))
		return false;
	if (!queue)
		map_lpi(vcpu->vm, gpa);
	pending = !pending;
	command(pending ? INT : CLEAR, 0, 0);
	kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_CTRL,
			    KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES, NULL);
	return true;
}
