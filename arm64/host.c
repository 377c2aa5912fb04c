// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host half of arm64: how a vCPU starts, and what its exits and traps mean.
 */
#include "host/machine/arch.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arm64/nested_host.h"
#include "arm64/reg.h"
#include "guest_modes.h"
#include "verdict/verdict.h"

/* arm64/abi.inc repeats these numbers for assembly. */
_Static_assert(offsetof(struct abi_vcpu, trap) == 32, "VCPU_TRAP_* are stale");
_Static_assert(ABI_BELL_GPA == 0x08f00000 && ABI_BELL_TRAP == 2,
	       "bell is stale");

/*
 * The library's mode with guest pages of that size: 40 bits of physical
 * address, or else 36.  False if KVM offers neither.
 */
static bool mode_for(u32 page_shift, enum vm_guest_mode *mode)
{
	static const struct {
		u32 page_shift;
		enum vm_guest_mode mode;
	} modes[] = {
		{ 12, VM_MODE_P40V48_4K },  { 12, VM_MODE_P36V48_4K },
		{ 14, VM_MODE_P40V48_16K }, { 14, VM_MODE_P36V48_16K },
		{ 16, VM_MODE_P40V48_64K }, { 16, VM_MODE_P36V48_64K },
	};

	for (u32 i = 0; i < ARRAY_LEN(modes); i++) {
		*mode = modes[i].mode;
		if (modes[i].page_shift == page_shift &&
		    guest_modes[*mode].supported)
			return true;
	}
	return false;
}

const char *arch_user(struct kvm_vm *vm)
{
	return "the payload has no user mode for arm64";
}

/* CPACR_EL1: FP and SVE instructions do not trap. */
#define CPACR_FPEN (3ull << 20)
#define CPACR_ZEN (3ull << 16)

/*
 * Type 0 is 40 bits of physical address, and some hosts have fewer (KVM_CREATE_VM in
 * Documentation/virt/kvm/api.rst).
 */
u64 arch_vm_type(int kvm)
{
	int bits = ioctl(kvm, KVM_CHECK_EXTENSION, KVM_CAP_ARM_VM_IPA_SIZE);

	return bits > 0 && bits < 40 ? KVM_VM_TYPE_ARM_IPA_SIZE(bits) : 0;
}

u64 arch_guest_pages(void)
{
	enum vm_guest_mode mode;
	u64 sizes = 0;

	for (u32 shift = 12; shift <= 16; shift += 2)
		if (mode_for(shift, &mode))
			sizes |= 1ull << shift;
	return sizes;
}

struct kvm_vm *arch_vm_create(u32 guest_page_shift)
{
	u32 shift = guest_page_shift;
	enum vm_guest_mode mode;

	if (!shift)
		shift = __builtin_ctz(getpagesize());
	if (!mode_for(shift, &mode))
		verdict_skip("KVM has no guest pages of %u bytes", 1u << shift);
	return compat_vm_create(mode);
}

/*
 * Set a vCPU up: translation on, exceptions masked, EL1 (EL2 with @nested) with a stack
 * pointer of its own, FP and SVE on.
 */
static void setup(struct kvm_vcpu *vcpu, bool nested)
{
	struct kvm_vcpu_init init;
	int sve = KVM_ARM_VCPU_SVE;
	bool has_sve = kvm_has_cap(KVM_CAP_ARM_SVE);

	/* Versions of the library differ in what they fill in. */
	vm_ioctl(vcpu->vm, KVM_ARM_PREFERRED_TARGET, &init);
	if (has_sve)
		init.features[0] |= 1u << KVM_ARM_VCPU_SVE;
	if (nested)
		init.features[0] |= 1u << KVM_ARM_VCPU_HAS_EL2;
	aarch64_vcpu_setup(vcpu, &init);
	if (has_sve)
		vcpu_ioctl(vcpu, KVM_ARM_VCPU_FINALIZE, &sve);
	/* If the vCPU has no SVE, KVM makes SVE instructions undefined. */
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_CPACR_EL1),
		     CPACR_FPEN | CPACR_ZEN);
}

struct kvm_vcpu *arch_vcpu_create(struct kvm_vm *vm, u32 id, u32 index,
				  const struct abi_image *image,
				  struct abi_vcpu *block, u64 block_gva, u32 wanted)
{
	bool nested = wanted & ARCH_WANTS_NEST && nested_offered();
	u64 stack = ABI_STACK_GVA + index * ABI_STACK_BYTES;
	struct kvm_vcpu *vcpu = __vm_vcpu_add(vm, id);

	(void)block;
	/* The doorbell's page is in the guest's page tables, but in no slot. */
	if (!index)
		virt_pg_map(vm, ABI_BELL_GPA, ABI_BELL_GPA);

	setup(vcpu, nested);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1), image->tables[0]);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TPIDR_EL1), block_gva);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(sp_el1), stack + ABI_STACK_BYTES);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pc), image->entry);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.regs[0]), index);
	if (nested)
		nested_setup(vcpu, stack + ABI_STACK_BYTES);
	return vcpu;
}

bool arch_restores(void)
{
	return false;
}

void arch_restore(struct kvm_vcpu *vcpu)
{
	(void)vcpu;
}

bool arch_doorbell_exit(const struct kvm_vcpu *vcpu, u32 *bell)
{
	const struct kvm_run *run = vcpu->run;

	if (run->exit_reason != KVM_EXIT_MMIO || !run->mmio.is_write ||
	    run->mmio.phys_addr != ABI_BELL_GPA || run->mmio.len != 4)
		return false;
	memcpy(bell, run->mmio.data, sizeof(*bell));
	return true;
}

/* arm64 has no instruction that copies from a device to memory. */
bool arch_input_exit(struct kvm_vcpu *vcpu)
{
	return false;
}

u64 arch_pc(struct kvm_vcpu *vcpu)
{
	return reg_get(vcpu, ARM64_CORE_REG(regs.pc));
}

/*
 * As in arm64/traps.S: 64 times the vector's index, plus the exception class.
 */
#define SYNC(class) (VECTOR_SYNC_CURRENT << 6 | (class))
/* The same of the nested guest, as the outer guest gets it. */
#define IS_FROM_BELOW(vector) ((vector) >> 6 == VECTOR_SYNC_LOWER_64)

void arch_relax(void)
{
	__asm__ volatile("yield" : : : "memory");
}

const char *arch_trap_name(u64 vector)
{
	static const struct {
		u64 vector;
		const char *name;
	} names[] = {
		{ SYNC(0x00), "undefined instruction" },
		{ SYNC(0x07), "FP or SVE access" },
		{ SYNC(0x0e), "illegal execution state" },
		{ SYNC(0x18), "system register access" },
		{ SYNC(0x21), "instruction abort" },
		{ SYNC(0x22), "PC alignment" },
		{ SYNC(0x25), "data abort" },
		{ SYNC(0x26), "SP alignment" },
		{ SYNC(0x27), "memory copy" },
		{ SYNC(0x2f), "SError" },
		{ SYNC(0x3c), "BRK" },
		{ VECTOR_IRQ_CURRENT << 6, "IRQ" },
		{ VECTOR_FIQ_CURRENT << 6, "FIQ" },
		{ VECTOR_ERROR_CURRENT << 6, "SError" },
	};

	if (IS_FROM_BELOW(vector))
		vector = SYNC(vector & 0x3f);
	for (u32 i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].vector == vector)
			return names[i].name;
	return "?";
}

bool arch_trap_is_undefined(u64 vector)
{
	return vector == SYNC(0x00);
}

bool arch_break_traps(struct kvm_vm *vm, const struct abi_image *image)
{
	(void)vm;
	(void)image;
	return false; /* a fault in a vector repeats for ever; no exit follows */
}

void arch_go_on_at(struct kvm_vcpu *vcpu, u64 pc)
{
	(void)vcpu, (void)pc;
}

void arch_smm_base(struct kvm_vcpu *vcpu, u64 gpa)
{
	(void)vcpu, (void)gpa;
}

void arch_smi(struct kvm_vcpu *vcpu)
{
	(void)vcpu;
}

int arch_compat_ioctl(int fd, u32 request, void *arg)
{
	(void)fd;
	(void)request;
	(void)arg;
	return ENOSYS;
}

u64 arch_ticks(void)
{
	u64 ticks, hz;

	__asm__ volatile("isb; mrs %0, cntvct_el0; isb" : "=r"(ticks) : : "memory");
	__asm__("mrs %0, cntfrq_el0" : "=r"(hz));
	return ticks * (1000000000 / hz);
}
