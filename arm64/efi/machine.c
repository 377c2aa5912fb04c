// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firmware payload on arm64.  After boot services end the payload has its
 * own translation at EL1.  PSCI starts the other vCPUs (Arm DEN 0022).  The
 * virtual counter is the clock.  Interrupts stay masked.
 */
#include "guest/efi/arch_efi.h"

const char arch_efi_name[] = "arm64";
const struct serial arch_efi_serial = { .base = 0 }; /* only ACPI tells */
const u32 arch_efi_levels = 2; /* 39 bits of address: walks begin at level 1 */
const u32 arch_efi_low_pages;

#define PSCI_CPU_ON 0xc4000003ull

/* Memory attributes: index 0 is device (nGnRnE), index 1 normal write-back. */
#define MAIR 0xff00ull
/* T0SZ 25; walks are write-back and inner shareable; TTBR1 is off. */
#define TCR (25ull | 1 << 8 | 1 << 10 | 3 << 12 | 1 << 23)
/* The bits that must be 1, the MMU, the data and instruction caches. */
#define SCTLR 0x30d01805ull

/* start.S reads this layout. */
struct context {
	u64 root, tcr, mair, sctlr;
	u64 stack, vcpu, entry, vectors;
} __attribute__((aligned(64)));

extern const u8 efi_code_begin[], efi_code_end[], efi_vectors[];
void efi_switch(const struct context *c) __attribute__((noreturn));
void efi_secondary(void);

static struct context context[COMMAND_MAX_VCPUS];

#define READ_REGISTER(name)                                        \
	({                                                         \
		u64 value_;                                        \
		__asm__ volatile("mrs %0, " #name : "=r"(value_)); \
		value_;                                            \
	})

u64 arch_efi_ticks(void)
{
	__asm__ volatile("isb" : : : "memory");
	return READ_REGISTER(cntvct_el0);
}

u64 arch_efi_hz(void (*stall)(u64 us))
{
	(void)stall;
	return READ_REGISTER(cntfrq_el0);
}

void arch_efi_relax(void)
{
	__asm__ volatile("yield" : : : "memory");
}

void arch_efi_barrier(void)
{
	__asm__ volatile("dmb ish" : : : "memory");
}

/* The affinity fields of MPIDR_EL1. */
u64 arch_efi_self(void)
{
	return READ_REGISTER(mpidr_el1) & 0xff00ffffffull;
}

u64 arch_efi_device(void)
{
	return 0;
}

/* Loads and stores without write-back: KVM cannot decode others. */
u32 arch_efi_read(u64 address, bool is_port, u32 bytes)
{
	u32 value;

	if (bytes == 4)
		__asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(address));
	else
		__asm__ volatile("ldrb %w0, [%1]" : "=r"(value) : "r"(address));
	return value;
}

void arch_efi_write(u64 address, bool is_port, u32 bytes, u32 value)
{
	if (bytes == 4)
		__asm__ volatile("str %w0, [%1]" : : "r"(value), "r"(address)
				 : "memory");
	else
		__asm__ volatile("strb %w0, [%1]" : : "r"(value), "r"(address)
				 : "memory");
}

u64 arch_efi_table_entry(u64 table)
{
	return table | 3;
}

/* A block, accessed, inner shareable; a device is not executable. */
u64 arch_efi_leaf_entry(u64 address, bool device)
{
	return address | 1 | 3 << 8 | 1 << 10 |
	       (device ? 1ull << 53 | 1ull << 54 : 1 << 2);
}

const char *arch_efi_missing(void)
{
	return READ_REGISTER(CurrentEL) >> 2 == 1 ? NULL :
		"the firmware does not run at EL1";
}

/*
 * Clean the data cache.  A vCPU whose MMU is off reads memory, not the cache.
 */
static void clean(const void *from, const void *to)
{
	for (u64 at = (u64)from & ~63ull; at < (u64)to; at += 64)
		__asm__ volatile("dc civac, %0" : : "r"(at) : "memory");
	__asm__ volatile("dsb sy" : : : "memory");
}

static struct context *context_of(u32 vcpu)
{
	struct context *c = &context[vcpu];
	u64 range = READ_REGISTER(id_aa64mmfr0_el1) & 15;

	*c = (struct context){
		.root = payload.tables,
		.tcr = TCR | (range > 5 ? 5 : range) << 32,
		.mair = MAIR,
		.sctlr = SCTLR,
		.stack = payload.stacks + (vcpu + 1) * STACK_PAGES * PAGE_BYTES,
		.vcpu = vcpu,
		.entry = (u64)worker_run,
		.vectors = (u64)efi_vectors,
	};
	clean(efi_code_begin, efi_code_end);
	clean(c, c + 1);
	return c;
}

void arch_efi_enter(u64 low)
{
	efi_switch(context_of(0));
}

bool arch_efi_start(u32 vcpu)
{
	const struct context *c = context_of(vcpu);
	/*
	 * Call no function from here on: a call would change these registers.
	 */
	register u64 x0 __asm__("x0") = PSCI_CPU_ON;
	register u64 x1 __asm__("x1") = payload.cpu[vcpu];
	register u64 x2 __asm__("x2") = (u64)efi_secondary;
	register u64 x3 __asm__("x3") = (u64)c;

	if (payload.psci_smc)
		__asm__ volatile("smc #0" : "+r"(x0), "+r"(x1), "+r"(x2),
				 "+r"(x3) : : "memory", "x4", "x5", "x6", "x7",
				 "x8", "x9", "x10", "x11", "x12", "x13", "x14",
				 "x15", "x16", "x17");
	else
		__asm__ volatile("hvc #0" : "+r"(x0), "+r"(x1), "+r"(x2),
				 "+r"(x3) : : "memory", "x4", "x5", "x6", "x7",
				 "x8", "x9", "x10", "x11", "x12", "x13", "x14",
				 "x15", "x16", "x17");
	return !x0;
}

void arch_efi_halt(void)
{
	for (;;)
		__asm__ volatile("msr daifset, #15\n\twfi");
}
