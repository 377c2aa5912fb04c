// SPDX-License-Identifier: GPL-2.0-only
/* The guest's own page tables on x86, for host/machine/arch.h. */
#include "host/machine/arch.h"
#include "host/machine/walk_bits.h"
#include "verdict/verdict.h"

/* The bits of a page table's entry, at any level. */
#define ENTRY_P 0x01ull
#define ENTRY_W 0x02ull
#define ENTRY_U 0x04ull
#define ENTRY_A 0x20ull
#define ENTRY_D 0x40ull
#define ENTRY_PS 0x80ull
#define ENTRY_GPA 0x000ffffffffff000ull

/* Let user mode access all that the table at @gpa, of @level, leads to. */
static void share_table(struct kvm_vm *vm, u64 gpa, u32 level)
{
	u64 *entry = addr_gpa2hva(vm, gpa);

	for (u32 i = 0; i < 512; i++) {
		if (!(entry[i] & ENTRY_P))
			continue;
		if (!(entry[i] & ENTRY_U))
			entry[i] |= ENTRY_U;
		if (level > 1 && !(entry[i] & ENTRY_PS))
			share_table(vm, entry[i] & ENTRY_GPA, level - 1);
	}
}

const char *arch_user(struct kvm_vm *vm)
{
	share_table(vm, compat_mmu(vm)->pgd, WALK_LEVELS);
	return NULL;
}

u64 *arch_leaf_entry(struct kvm_vm *vm, u64 gva)
{
	u64 gpa = compat_mmu(vm)->pgd;
	u64 *entry;

	for (u32 level = WALK_LEVELS;; level--) {
		entry = (u64 *)addr_gpa2hva(vm, gpa) +
			(gva >> (12 + 9 * (level - 1)) & 511);
		if (!(*entry & ENTRY_P))
			verdict_error("guest address 0x%lx is not mapped", gva);
		if (level == 1 || *entry & ENTRY_PS)
			return entry;
		gpa = *entry & ENTRY_GPA;
	}
}

void arch_guest_pte_dirty(struct kvm_vm *vm, u64 gva, bool dirty)
{
	u64 mask = ENTRY_A | ENTRY_D;
	u64 *entry = arch_leaf_entry(vm, gva);

	*entry = dirty ? *entry | mask : *entry & ~mask;
}

const struct arch_walk arch_walk = {
	.view_gva = 1ull << 46,
	.accessed_above = true,
};

const char *arch_walk_missing(const struct backend *b, struct kvm_vcpu *vcpu,
			      u32 level, bool asks)
{
	/* Bochs 2.7 and 3.0 translate the entry's address for reading, and then
	 * write there: update_access_dirty_PAE() in cpu/paging.cc. */
	if (b->emulated && b->two_stage && asks)
		return "the emulated processor sets bits in a guest's tables without checking EPT";
	return level == PG_LEVEL_1G &&
			       !kvm_cpuid_has(vcpu->cpuid, X86_FEATURE_GBPAGES) ?
		       "the guest's CPUID has no pages of 1G" : NULL;
}

void arch_walk_start(struct kvm_vcpu *vcpu, u64 root_gpa)
{
	struct kvm_sregs sregs;

	if (!root_gpa)
		return;
	vcpu_sregs_get(vcpu, &sregs);
	sregs.cr3 = root_gpa;
	vcpu_sregs_set(vcpu, &sregs);
}

u64 arch_walk_entry(u64 gpa, u32 level, bool leaf, u32 flags)
{
	return gpa | ENTRY_P | ENTRY_W |
	       (flags & WALK_USER ? ENTRY_U : 0) |
	       (flags & WALK_ACCESSED ? ENTRY_A : 0) |
	       (leaf && flags & WALK_DIRTY ? ENTRY_D : 0) |
	       (leaf && level > 1 ? ENTRY_PS : 0);
}

u32 arch_walk_flags(u64 entry, bool leaf)
{
	return (entry & ENTRY_U ? WALK_USER : 0) |
	       (entry & ENTRY_A ? WALK_ACCESSED : 0) |
	       (leaf && entry & ENTRY_D ? WALK_DIRTY : 0);
}
