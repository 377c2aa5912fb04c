// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM's interrupt controller: Documentation/virt/kvm/devices/arm-vgic-v3.rst
 * and arm-vgic-its.rst.  Arm's specification of GICv3 and GICv4, chapters 5 and
 * 12, describes the registers and commands.
 */
#include "arm64/gic.h"

/* These addresses are outside all slots, and below the doorbell. */
#define DISTRIBUTOR_GPA 0x08000000ull
#define TRANSLATION_GPA 0x08080000ull
#define REDISTRIBUTOR_GPA 0x080a0000ull

/* File descriptors of the devices of the process's only VM; 0: none. */
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

/*
 * A GICv3 must be initialised after its vCPUs were created, and before one
 * runs.
 */
void arch_irqchip_vcpus(void)
{
	if (gic)
		kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_CTRL,
				    KVM_DEV_ARM_VGIC_CTRL_INIT, NULL);
}

/*
 * Registers of the ITS.  Table 0 is the device table, table 1 the collections'.
 */
#define GITS_CTLR 0x000
#define GITS_CBASER 0x080
#define GITS_CWRITER 0x088
#define GITS_BASER0 0x100
#define GITS_BASER1 0x108
#define GITS_VALID (1ull << 63)
/* Registers of a redistributor. */
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

/* Write 32 bits of a register of vCPU 0's redistributor. */
static void write_redistributor(u32 offset, u32 value)
{
	kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_REDIST_REGS, offset,
			    &value);
}

/*
 * KVM writes the tables of an ITS on request, with no vCPU running.  Here that
 * is one table of 64K, with nothing but its end marker.
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

enum its_command {
	INT = 0x3, CLEAR = 0x4, MAPD = 0x8, MAPC = 0x9, MAPTI = 0xa, DISCARD = 0xf
};

/*
 * The ITS's command queue, in a page that is not logged, and its number of
 * words.
 */
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

#define LPI 8192ull /* the lowest number of an LPI */
#define TABLE_BYTES 0x10000
#define PROPERTIES_ID_BITS 13 /* bits of an ID, minus 1: IDs below 2 * LPI */

/*
 * KVM saves nothing to the device table, the collection table and the property
 * table, so they share one address, and their content does not matter: an LPI is
 * pending whether its properties enable the LPI or not.
 */
static u64 shared_table(u64 pending_gpa)
{
	return pending_gpa + TABLE_BYTES;
}

/* Give the ITS its tables and a queue of commands, and vCPU 0 a pending table. */
static void set_up(struct kvm_vm *vm, u64 pending_gpa)
{
	u64 page = vm_phy_page_alloc(vm, 0, 0);
	u64 table = shared_table(pending_gpa);
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
}

/* Device 0 gets a table of events at @events_gpa, and its event 0 is the first LPI. */
static void map_lpi(u64 events_gpa)
{
	command(MAPD, 0, GITS_VALID | events_gpa);
	command(MAPC, 0, GITS_VALID);
	command(MAPTI, LPI << 32, 0);
}

/*
 * KVM writes the pending table on request, with no vCPU running: a bit for each
 * LPI.  KVM writes only bits that have changed, so the LPI is pending every
 * other time.
 */
bool gic_save_pending(struct kvm_vcpu *vcpu, u64 gpa)
{
	static bool pending;

	if (!make_its(vcpu->vm))
		return false;
	if (!queue) {
		set_up(vcpu->vm, gpa);
		map_lpi(shared_table(gpa));
	}
	pending = !pending;
	command(pending ? INT : CLEAR, 0, 0);
	kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_CTRL,
			    KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES, NULL);
	return true;
}

/*
 * When an event is mapped to an LPI, KVM takes over whether the LPI is pending, and clears its
 * bit in the table (vgic_v3_lpi_sync_pending_status() in arch/arm64/kvm/vgic/vgic-v3.c).  KVM
 * has set the bit at the call before.  The distributor is disabled, so no vCPU holds the LPI,
 * and KVM maps the event to an LPI that it does not know.
 */
bool gic_take_pending(struct kvm_vcpu *vcpu, u64 gpa)
{
	static bool saved;

	if (!make_its(vcpu->vm))
		return false;
	if (!queue) {
		set_up(vcpu->vm, gpa);
		/* KVM may write to the events' table, too, which is in no logged slot. */
		map_lpi(vm_phy_page_alloc(vcpu->vm, 0, 0));
	}
	if (saved) {
		command(DISCARD, 0, 0);
		command(MAPTI, LPI << 32, 0);
	} else {
		command(INT, 0, 0);
		kvm_device_attr_set(gic, KVM_DEV_ARM_VGIC_GRP_CTRL,
				    KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES, NULL);
	}
	saved = !saved;
	return true;
}

static void discard(u64 events_gpa)
{
	map_lpi(events_gpa);
	command(DISCARD, 0, 0);
}

/*
 * KVM clears the entry of an event that is discarded, since Linux 6.13 and in later updates
 * of earlier kernels ("vgic-its: Clear ITE when DISCARD frees an ITE").  Whether this KVM does
 * shows in a page that no test logs.
 */
bool gic_discard(struct kvm_vcpu *vcpu, u64 gpa)
{
	static volatile u64 *entry;
	u64 page;

	if (!make_its(vcpu->vm))
		return false;
	if (!queue)
		set_up(vcpu->vm, gpa);
	if (!entry) {
		page = vm_phy_page_alloc(vcpu->vm, 0, 0);
		entry = addr_gpa2hva(vcpu->vm, page);
		*entry = ~0ull;
		discard(page);
	}
	if (*entry == ~0ull)
		return false;
	discard(gpa);
	return true;
}

/*
 * KVM clears the entry of a device that is unmapped, since Linux 6.13 and in later updates of
 * earlier kernels ("vgic-its: Clear DTE when MAPD unmaps a device").  Whether this KVM does
 * shows in a table that no test logs.
 */
bool gic_unmap_device(struct kvm_vcpu *vcpu, u64 gpa)
{
	static volatile u64 *entry;
	struct kvm_vm *vm = vcpu->vm;
	u64 table;

	if (!make_its(vm))
		return false;
	if (!queue) {
		table = vm_phy_pages_alloc(vm, 2 * TABLE_BYTES / vm->page_size, 0, 0);
		table = (table + TABLE_BYTES - 1) & ~(TABLE_BYTES - 1ull);
		entry = addr_gpa2hva(vm, table);
		*entry = ~0ull;
		/* The device table is the shared one. */
		set_up(vm, table - TABLE_BYTES);
		command(MAPD, 0, 0);
		write_its(GITS_CTLR, 0);
		write_its(GITS_BASER0, GITS_VALID | gpa);
		write_its(GITS_CTLR, 1);
	}
	if (*entry == ~0ull)
		return false;
	command(MAPD, 0, 0);
	return true;
}
