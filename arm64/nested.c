// SPDX-License-Identifier: GPL-2.0-only
/* The host half of nested guests on arm64: build what arm64/nested.h describes. */
#include "arm64/nested_host.h"

#include "arm64/reg.h"
#include "host/machine/arch.h"
#include "host/machine/walk_bits.h"

#define PSTATE_EL2H 0x3c9 /* exceptions masked */
#define TABLE_BYTES 4096ull

/* Bits of an entry of stage 2. */
#define ENTRY_VALID (1ull << 0)
#define ENTRY_TABLE (1ull << 1) /* or a page, on the lowest level */
#define ENTRY_NORMAL (0xfull << 2) /* memory that is cached, by write-back */
#define ENTRY_WRITABLE (3ull << 6) /* and readable */
#define ENTRY_INNER (3ull << 8)	/* inner shareable */
#define ENTRY_AF (1ull << 10)
/* Software's own: the test's WALK_DIRTY, which nobody sets or clears. */
#define ENTRY_DIRTY (1ull << 55)

_Static_assert(HCR_OUTER == 0x488000000, "HCR_OUTER in arm64/abi.inc is stale");

/*
 * VTCR_EL2: addresses of 39 bits, whose first table is of the third level by our count (the
 * first by Arm's) and has an entry a GiB; 40 bits of physical address.
 */
#define VTCR_T0SZ (64 - 39)
#define VTCR_SL0 (1ull << 6)
#define VTCR_CACHED (1ull << 8 | 1ull << 10 | 3ull << 12)
#define VTCR_PS_40 (2ull << 16)
#define VTCR_HA (1ull << 21)
#define VTCR_RES1 (1ull << 31)
#define VTCR (VTCR_T0SZ | VTCR_SL0 | VTCR_CACHED | VTCR_PS_40 | VTCR_RES1)

#define MMFR0_TGRAN4_2(mmfr0) ((mmfr0) >> 40 & 0xf)
#define TGRAN4_2_AS_STAGE_1 0
#define TGRAN4_2_NONE 1
#define MMFR1_HAFDBS(mmfr1) ((mmfr1) & 0xf)
#define MMFR0_TGRAN4(mmfr0) ((mmfr0) >> 28 & 0xf)
#define TGRAN4_NONE 0xf

const u64 arch_nested_gpa = NESTED_GPA;
const u64 arch_nested_view_gpa = NESTED_VIEW_GPA;
const struct arch_nested_page arch_nested_pages[] = { { NULL } };

u64 arch_nested_entry(u64 gpa, u32 level, bool leaf, u32 flags)
{
	if (!leaf)
		return gpa | ENTRY_VALID | ENTRY_TABLE;
	return gpa | ENTRY_VALID | (level == 1 ? ENTRY_TABLE : 0) | ENTRY_NORMAL |
	       ENTRY_WRITABLE | ENTRY_INNER | (flags & WALK_ACCESSED ? ENTRY_AF : 0) |
	       (flags & WALK_DIRTY ? ENTRY_DIRTY : 0);
}

u32 arch_nested_flags(u64 entry, bool leaf)
{
	if (!leaf)
		return 0;
	return (entry & ENTRY_AF ? WALK_ACCESSED : 0) |
	       (entry & ENTRY_DIRTY ? WALK_DIRTY : 0);
}

/* KVM sets the access flag, and never a dirty state (limit_nv_id_reg() in nested.c). */
u32 arch_nested_bits(struct kvm_vcpu *vcpu, enum nest how)
{
	u64 mmfr1 = reg_get(vcpu, KVM_ARM64_SYS_REG(SYS_ID_AA64MMFR1_EL1));

	(void)how;
	return MMFR1_HAFDBS(mmfr1) ? WALK_ACCESSED : 0;
}

/* The table of vCPU 0 is the first that was made. */
u64 *arch_nested_gibs(struct kvm_vm *vm)
{
	return addr_gva2hva(vm, ABI_NESTED_GVA);
}

/* False if KVM offers its guests no tables of 4 KiB for stage 2. */
static bool has_tables(struct kvm_vcpu *vcpu)
{
	u64 mmfr0 = reg_get(vcpu, KVM_ARM64_SYS_REG(SYS_ID_AA64MMFR0_EL1));
	u32 own = MMFR0_TGRAN4_2(mmfr0);

	return own == TGRAN4_2_AS_STAGE_1 ? MMFR0_TGRAN4(mmfr0) != TGRAN4_NONE :
					    own != TGRAN4_2_NONE;
}

static u64 make_tables(struct kvm_vm *vm)
{
	u64 gva = compat_alloc(vm, TABLE_BYTES, ABI_NESTED_GVA);
	u64 *gibs = addr_gva2hva(vm, gva);

	for (u64 i = 0; i < NESTED_GIBS; i++) {
		gibs[i] = arch_nested_entry(i << 30, 3, true, WALK_ACCESSED);
		gibs[(NESTED_GPA >> 30) + i] = gibs[i];
	}
	return addr_gva2gpa(vm, gva);
}

bool nested_offered(void)
{
	return kvm_check_cap(KVM_CAP_ARM_EL2) > 0;
}

void nested_setup(struct kvm_vcpu *vcpu, u64 stack)
{
	static const struct {
		u64 el1, el2;
	} regs[] = {
		{ SYS_SCTLR_EL1, SYS_SCTLR_EL2 }, { SYS_TCR_EL1, SYS_TCR_EL2 },
		{ SYS_MAIR_EL1, SYS_MAIR_EL2 },	  { SYS_TTBR0_EL1, SYS_TTBR0_EL2 },
		{ SYS_CPACR_EL1, SYS_CPTR_EL2 },  { SYS_VBAR_EL1, SYS_VBAR_EL2 },
	};
	bool at_el2 = reg_get(vcpu, KVM_ARM64_SYS_REG(SYS_TTBR0_EL2));

	for (u32 i = 0; i < ARRAY_LEN(regs); i++) {
		u64 from = at_el2 ? regs[i].el2 : regs[i].el1;
		u64 to = at_el2 ? regs[i].el1 : regs[i].el2;

		vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(to),
			     reg_get(vcpu, KVM_ARM64_SYS_REG(from)));
	}
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SP_EL2), stack);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_HCR_EL2), HCR_OUTER);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), PSTATE_EL2H);
}

const char *arch_nest(struct kvm_vm *vm, struct kvm_vcpu *vcpu,
		      struct abi_vcpu *block, enum nest how, u64 log_gpa)
{
	u64 hcr = HCR_NESTED;

	(void)log_gpa;
	if (!nested_offered())
		return "KVM offers its guests no nesting here";
	if (how == NEST_NO_AD)
		return "on arm64 an entry without access flag is the outer guest's own fault";
	if (how == NEST_PML)
		return "an outer guest on arm64 has no log of what its nested guest writes";
	if (how == NEST_NARROW)
		return "an outer guest on arm64 has one kind of flush here";
	if (how != NEST_FLAT) {
		if (!has_tables(vcpu))
			return "KVM offers its guests no stage 2 with tables of 4 KiB";
		vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_VTCR_EL2),
			     VTCR | (arch_nested_bits(vcpu, how) ? VTCR_HA : 0));
		vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_VTTBR_EL2), make_tables(vm));
		hcr |= HCR_VM;
	}
	nested_of(block)->hcr = hcr;
	return NULL;
}
