// SPDX-License-Identifier: GPL-2.0-only
/* The guest's own page tables on arm64, for host/machine/arch.h. */
#include "arm64/reg.h"
#include "host/machine/arch.h"
#include "host/machine/walk_bits.h"
#include "verdict/verdict.h"

/* Bits of an entry.  With DBM, AP[2] (read-only) means writable and clean. */
#define ENTRY_VALID (1ull << 0)
#define ENTRY_TABLE (1ull << 1) /* or a page, on the lowest level */
#define ENTRY_AP1 (1ull << 6)
#define ENTRY_AP2 (1ull << 7)
#define ENTRY_AF (1ull << 10)
#define ENTRY_DBM (1ull << 51)
#define ENTRY_GPA(shift) (((1ull << 48) - 1) & ~((1ull << (shift)) - 1))

/* The attribute that the library's MAIR_EL1 makes normal cacheable memory. */
#define ATTRIBUTE_NORMAL 4
#define NORMAL_WRITE_BACK 0xff

u64 *arch_leaf_entry(struct kvm_vm *vm, u64 gva)
{
	u32 shift = vm->page_shift, index_bits = shift - 3;
	u64 gpa = compat_mmu(vm)->pgd;
	u64 *entry;

	for (u32 level = compat_mmu(vm)->pgtable_levels;; level--) {
		entry = (u64 *)addr_gpa2hva(vm, gpa) +
			(gva >> (shift + index_bits * (level - 1)) &
			 ((1ull << index_bits) - 1));
		if (!(*entry & ENTRY_VALID))
			verdict_error("guest address 0x%lx is not mapped", gva);
		if (level == 1 || !(*entry & ENTRY_TABLE))
			return entry;
		gpa = *entry & ENTRY_GPA(shift);
	}
}

/*
 * Nothing to do.  The library's leaf entries have the access flag and are
 * writable, and hardware does not update either.  KVM's stage 2 does not read
 * the guest's own entries.
 */
void arch_guest_pte_dirty(struct kvm_vm *vm, u64 gva, bool dirty)
{
	(void)vm;
	(void)gva;
	(void)dirty;
}

/* Arm ARM: TCR_EL1.HA and HD; FEAT_HAFDBS, where 2 is both bits. */
#define TCR_SETS_AF (1ull << 39)
#define TCR_SETS_DIRTY (1ull << 40)
#define MMFR1_HAFDBS 0xf
#define HAFDBS_BOTH 2

const struct arch_walk arch_walk = {
	.view_gva = 1ull << 47,
	.accessed_above = false,
};

/*
 * If the processor sets a bit in a write-protected table, stage 2 faults.  The
 * fault's level must be that of stage 2's walk.  QEMU 7.2 reports the level of
 * the guest's entry instead.  For an entry that maps a huge page KVM then takes
 * the wrong way in user_mem_abort() (kvm_pgtable_stage2_map() instead of
 * kvm_pgtable_stage2_relax_perms()), changes nothing, and the fault repeats for
 * ever.
 */
const char *arch_walk_missing(const struct backend *b, struct kvm_vcpu *vcpu,
			      u32 level, bool asks)
{
	u64 mmfr1 = reg_get(vcpu, KVM_ARM64_SYS_REG(SYS_ID_AA64MMFR1_EL1));

	(void)asks;
	if ((mmfr1 & MMFR1_HAFDBS) < HAFDBS_BOTH)
		return "the guest's ID_AA64MMFR1_EL1.HAFDBS is less than 2";
	if (level > 1 && b->emulated)
		return "the emulated processor reports the wrong level of a fault";
	if (level > 2 && vcpu->vm->page_shift != 12)
		return "only with tables of 4K can the third level map pages";
	return NULL;
}

void arch_walk_start(struct kvm_vcpu *vcpu, u64 root_gpa)
{
	u64 tcr = reg_get(vcpu, KVM_ARM64_SYS_REG(SYS_TCR_EL1));
	u64 mair = reg_get(vcpu, KVM_ARM64_SYS_REG(SYS_MAIR_EL1));

	if ((mair >> 8 * ATTRIBUTE_NORMAL & 0xff) != NORMAL_WRITE_BACK)
		verdict_error("the library's MAIR_EL1 is 0x%lx", mair);

	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TCR_EL1),
		     tcr | TCR_SETS_AF | TCR_SETS_DIRTY);
	if (root_gpa)
		vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TTBR0_EL1), root_gpa);
}

u64 arch_walk_entry(u64 gpa, u32 level, bool leaf, u32 flags)
{
	if (!leaf)
		return gpa | ENTRY_VALID | ENTRY_TABLE;
	return gpa | ENTRY_VALID | (level == 1 ? ENTRY_TABLE : 0) |
	       ATTRIBUTE_NORMAL << 2 | ENTRY_DBM |
	       (flags & WALK_ACCESSED ? ENTRY_AF : 0) |
	       (flags & WALK_DIRTY ? 0 : ENTRY_AP2) |
	       (flags & WALK_USER ? ENTRY_AP1 : 0);
}

u32 arch_walk_flags(u64 entry, bool leaf)
{
	if (!leaf)
		return 0;
	return (entry & ENTRY_AF ? WALK_ACCESSED : 0) |
	       (entry & ENTRY_AP2 ? 0 : WALK_DIRTY) |
	       (entry & ENTRY_AP1 ? WALK_USER : 0);
}
