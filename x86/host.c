// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host half of x86: how a vCPU starts, and what its exits and traps mean.
 */
#include "host/machine/arch.h"

#include <asm/processor-flags.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "hyperv.h"
#include "host/machine/walk_bits.h"
#include "verdict/verdict.h"
#include "x86/nested.h"

/* x86/abi.inc repeats these numbers for assembly. */
_Static_assert(offsetof(struct abi_vcpu, trap) == 32, "VCPU_TRAP_* are stale");
_Static_assert(offsetof(struct abi_vcpu, arch[NESTED_AT]) +
			       offsetof(struct nested, flush) == 240,
	       "VCPU_NESTED_* are stale");
_Static_assert(ABI_BELL_PORT == 0x0d17 && ABI_BELL_GPA == 0x08f00000 &&
		       ABI_BELL_TRAP == 2 && ABI_HALT_MARK == 0x4a1d0b11,
	       "bell is stale");

#define KERNEL_CS 0x08
#define KERNEL_DS 0x10
#define KERNEL_TSS 0x18
#define USER_DS 0x40 /* with RPL 0: a host state of VMX allows no other */

/* The 64-bit TSS.  Only its stacks are used: for traps, and for some stores. */
struct tss {
	u32 reserved0;
	u64 rsp[3];
	u64 reserved1;
	u64 ist[7];
	u64 reserved2;
	u16 reserved3, iomap;
} __attribute__((packed));

_Static_assert(sizeof(struct tss) == 104 &&
		       sizeof(struct tss) <= sizeof(((struct abi_vcpu *)0)->arch),
	       "a TSS of 104 bytes lies in the vCPU block");

_Static_assert(offsetof(struct abi_vcpu, arch) + offsetof(struct tss, rsp) ==
		       68, "VCPU_TSS_RSP0 is stale");
_Static_assert(offsetof(struct abi_vcpu, arch) + offsetof(struct tss, ist[1]) ==
		       108, "VCPU_TSS_IST2 is stale");

static struct kvm_segment flat(u16 selector, u8 type, u8 system, u8 l)
{
	return (struct kvm_segment){
		.limit = 0xffffffff, .selector = selector, .type = type,
		.present = 1, .s = !system, .l = l, .db = !system && !l, .g = 1,
	};
}

u64 arch_vm_type(int kvm)
{
	(void)kvm;
	return 0;
}

u64 arch_guest_pages(void)
{
	return arch_limits.guest_pages;
}

struct kvm_vm *arch_vm_create(u32 guest_page_shift)
{
	struct kvm_vm *vm;

	if (guest_page_shift && guest_page_shift != 12)
		verdict_skip("x86 has no guest pages of %u bytes",
			     1u << guest_page_shift);
	vm = vm_create_barebones();
	/* Newer libraries use five levels if the CPUID offers them. */
	compat_mmu(vm)->pgtable_levels = WALK_LEVELS;
	return vm;
}

/* x87, SSE, AVX and the three components of AVX-512. */
#define XCR0_WANTED 0xe7ull

/* Enable the vector units that the guest's CPUID has. */
static void enable_vectors(struct kvm_vcpu *vcpu, struct kvm_sregs *sregs)
{
	const struct kvm_x86_cpu_feature fxsr =
		KVM_X86_CPU_FEATURE(0x1, 0, EDX, 24);
	const struct kvm_cpuid_entry2 *leaf;
	struct kvm_xcrs xcrs = { .nr_xcrs = 1 };

	if (!kvm_cpuid_has(vcpu->cpuid, fxsr))
		return;
	sregs->cr4 |= X86_CR4_OSFXSR | X86_CR4_OSXMMEXCPT;
	if (!kvm_cpuid_has(vcpu->cpuid, X86_FEATURE_XSAVE))
		return;
	leaf = get_cpuid_entry(vcpu->cpuid, 0xd, 0);
	sregs->cr4 |= X86_CR4_OSXSAVE;
	xcrs.xcrs[0].value = leaf->eax & XCR0_WANTED;
	vcpu_xcrs_set(vcpu, &xcrs);
}

struct kvm_vcpu *arch_vcpu_create(struct kvm_vm *vm, u32 id, u32 index,
				  const struct abi_image *image,
				  struct abi_vcpu *block, u64 block_gva, u32 wanted)
{
	u64 stack = ABI_STACK_GVA + index * ABI_STACK_BYTES;
	struct kvm_mp_state runnable = { .mp_state = KVM_MP_STATE_RUNNABLE };
	struct kvm_vcpu *vcpu = __vm_vcpu_add(vm, id);
	struct tss *tss = (void *)block->arch;
	struct kvm_sregs sregs;
	struct kvm_regs regs;

	/* A KVM without it offers none of what is asked for then. */
	if (wanted & ARCH_WANTS_HYPERV && kvm_has_cap(KVM_CAP_SYS_HYPERV_CPUID))
		vcpu_set_hv_cpuid(vcpu);
	else
		vcpu_init_cpuid(vcpu, kvm_get_supported_cpuid());
	/* The doorbell's page is in the guest's page tables, but in no slot. */
	if (!index)
		virt_pg_map(vm, ABI_BELL_GPA, ABI_BELL_GPA);

	/*
	 * Traps run on the lowest page of the stack.  So a fault can be
	 * reported even if a stub has moved rsp to its target.
	 */
	tss->ist[0] = stack + 4096;

	vcpu_sregs_get(vcpu, &sregs);
	sregs.cr0 = X86_CR0_PE | X86_CR0_MP | X86_CR0_ET | X86_CR0_NE |
		    X86_CR0_WP | X86_CR0_PG;
	sregs.cr3 = compat_mmu(vm)->pgd;
	sregs.cr4 = X86_CR4_PAE;
	enable_vectors(vcpu, &sregs);
	sregs.efer = EFER_LME | EFER_LMA | EFER_NX;
	sregs.cs = flat(KERNEL_CS, 0xb, false, 1);
	sregs.ss = flat(KERNEL_DS, 0x3, false, 0);
	/*
	 * A switch to user mode clears data segments that user mode may not
	 * use.
	 */
	sregs.ds = flat(USER_DS, 0x3, false, 0);
	sregs.ds.dpl = 3;
	sregs.es = sregs.fs = sregs.gs = sregs.ds;
	sregs.gs.base = block_gva;
	sregs.tr = flat(KERNEL_TSS, 0xb, true, 0);
	sregs.tr.base = block_gva + offsetof(struct abi_vcpu, arch);
	sregs.tr.limit = sizeof(*tss) - 1;
	sregs.tr.g = 0;
	memset(&sregs.ldt, 0, sizeof(sregs.ldt));
	sregs.ldt.unusable = 1;
	sregs.gdt.base = image->tables[0];
	sregs.gdt.limit = (u32)image->tables[2] - 1;
	sregs.idt.base = image->tables[1];
	sregs.idt.limit = (image->tables[2] >> 32) - 1;
	vcpu_sregs_set(vcpu, &sregs);

	memset(&regs, 0, sizeof(regs));
	/*
	 * Interrupts are enabled.  None reaches the guest unless a test asks
	 * for one.  Bochs 2.7 obeys the guest's flag for the host's interrupts
	 * too: with IF clear, a host interrupt would wait for some other exit.
	 */
	regs.rflags = X86_EFLAGS_FIXED | X86_EFLAGS_IF;
	regs.rip = image->entry;
	regs.rdi = index;
	regs.rsp = stack + ABI_STACK_BYTES;
	vcpu_regs_set(vcpu, &regs);
	vcpu_mp_state_set(vcpu, &runnable);
	return vcpu;
}

bool arch_doorbell_exit(const struct kvm_vcpu *vcpu, u32 *bell)
{
	const struct kvm_run *run = vcpu->run;

	if (run->exit_reason != KVM_EXIT_IO || run->io.port != ABI_BELL_PORT ||
	    run->io.direction != KVM_EXIT_IO_OUT || run->io.size != 4)
		return false;
	memcpy(bell, (const u8 *)run + run->io.data_offset, sizeof(*bell));
	return true;
}

#define INPUT 0x5b

bool arch_input_exit(struct kvm_vcpu *vcpu)
{
	struct kvm_run *run = vcpu->run;
	struct kvm_regs regs;

	/* No other halt is meant. */
	if (run->exit_reason == KVM_EXIT_HLT) {
		vcpu_regs_get(vcpu, &regs);
		return (u32)regs.rax == ABI_HALT_MARK;
	}
	if (run->exit_reason == KVM_EXIT_MMIO && !run->mmio.is_write &&
	    run->mmio.phys_addr >> 12 == ABI_BELL_GPA >> 12) {
		memset(run->mmio.data, INPUT, run->mmio.len);
		return true;
	}
	if (run->exit_reason != KVM_EXIT_IO || run->io.port != ABI_BELL_PORT ||
	    run->io.direction != KVM_EXIT_IO_IN)
		return false;
	memset((u8 *)run + run->io.data_offset, INPUT,
	       (size_t)run->io.size * run->io.count);
	return true;
}

u64 arch_pc(struct kvm_vcpu *vcpu)
{
	struct kvm_regs regs;

	vcpu_regs_get(vcpu, &regs);
	return regs.rip;
}

void arch_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

const char *arch_trap_name(u64 vector)
{
	static const char *const names[] = {
		"DE", "DB", "NMI", "BP", "OF", "BR", "UD", "NM", "DF", "9",
		"TS", "NP", "SS", "GP", "PF", "15", "MF", "AC", "MC", "XM",
		"VE", "CP",
	};

	return vector < ARRAY_LEN(names) ? names[vector] : "?";
}

bool arch_trap_is_undefined(u64 vector)
{
	return vector == UD_VECTOR;
}

bool arch_break_traps(struct kvm_vm *vm, const struct abi_image *image)
{
	memset(addr_gva2hva(vm, image->tables[1]), 0, image->tables[2] >> 32);
	return true;
}

void arch_smi(struct kvm_vcpu *vcpu)
{
	vcpu_ioctl(vcpu, KVM_SMI, NULL);
}

void arch_go_on_at(struct kvm_vcpu *vcpu, u64 pc)
{
	struct kvm_regs regs;

	vcpu_regs_get(vcpu, &regs);
	regs.rip = pc;
	vcpu_regs_set(vcpu, &regs);
}

/* A 32-bit system wants multiples of 32 KiB there, KVM takes any. */
void arch_smm_base(struct kvm_vcpu *vcpu, u64 gpa)
{
	vcpu_set_msr(vcpu, MSR_IA32_SMBASE, gpa);
}

static sigjmp_buf no_compat;

static void has_no_compat(int sig)
{
	(void)sig;
	siglongjmp(no_compat, 1);
}

/*
 * int 0x80 is a 32-bit system call, from 64-bit code too; without one it
 * faults.
 */
int arch_compat_ioctl(int fd, u32 request, void *arg)
{
	struct sigaction now = { .sa_handler = has_no_compat }, before;
	long got;

	sigaction(SIGSEGV, &now, &before);
	if (sigsetjmp(no_compat, 1))
		got = -ENOSYS;
	else
		__asm__ volatile("int $0x80"
				 : "=a"(got)
				 : "a"(54 /* ioctl */), "b"(fd), "c"(request),
				   "d"(arg)
				 : "memory", "r8", "r9", "r10", "r11");
	sigaction(SIGSEGV, &before, NULL);
	return got < 0 ? -(int)got : 0;
}

u64 arch_ticks(void)
{
	u32 low, high;

	/* Not before what comes before it, and not after what follows. */
	__asm__ volatile("lfence; rdtsc; lfence" : "=a"(low), "=d"(high) : : "memory");
	return (u64)high << 32 | low;
}
