// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firmware payload on x86.  After boot services end the payload has its own
 * descriptor and page tables.  INIT and SIPI start the other vCPUs (Intel SDM
 * volume 3, 9.4).  The TSC is the clock.  Interrupts stay off.
 */
#include "guest/efi/arch_efi.h"

const char arch_efi_name[] = "x86";
const struct serial arch_efi_serial = { .base = 0x3f8, .stride = 1,
					.is_port = true }; /* COM1 */
const u32 arch_efi_levels = 3;
const u32 arch_efi_low_pages = 1;

#define MSR_APIC_BASE 0x1b
#define APIC_X2 (1u << 10)
#define MSR_X2APIC_ID 0x802
#define MSR_X2APIC_ICR 0x830
#define APIC_ID 0x20
#define APIC_ICR 0x300
#define APIC_ICR_HIGH 0x310
#define ICR_PENDING 0x1000
#define ICR_INIT 0x4500
#define ICR_SIPI 0x4600

#define CR4_LA57 (1ull << 12)

extern const u8 efi_trampoline[], efi_trampoline_end[], efi_slot[];
extern const u8 efi_vectors[];
void efi_on_stack(u64 top, void (*fn)(u32 vcpu), u32 vcpu)
	__attribute__((noreturn));

/* The layout is that of efi_slot in start.asm. */
struct slot {
	u32 root;
	u32 vcpu;
	u64 stack;
	u64 entry;
	u16 gdt_limit;
	u32 gdt;
	u32 target;
	u16 code;
} __attribute__((packed));

static u64 trampoline;
static volatile u32 running;

struct table {
	u16 limit;
	u64 base;
} __attribute__((packed));

struct gate {
	u16 low, code;
	u8 stack, type;
	u16 middle;
	u32 high, reserved;
};

static u64 gdt[] = { 0, 0x00af9b000000ffff, 0x00cf93000000ffff };
static struct gate idt[32];

u64 arch_efi_ticks(void)
{
	return __builtin_ia32_rdtsc();
}

/*
 * The firmware waits for at least 50 ms, and longer if something else gets this
 * processor.  So the least of five measurements is nearest to the truth.
 */
u64 arch_efi_hz(void (*stall)(u64 us))
{
	u64 least = UINT64_MAX;

	for (u32 i = 0; i < 5; i++) {
		u64 begin = arch_efi_ticks(), took;

		stall(50000);
		took = arch_efi_ticks() - begin;
		if (took < least)
			least = took;
	}
	return least * 20;
}

void arch_efi_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

/* x86 keeps stores in order, so a compiler barrier is enough. */
void arch_efi_barrier(void)
{
	__asm__ volatile("" : : : "memory");
}

static u64 rdmsr(u32 msr)
{
	u32 low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (u64)high << 32 | low;
}

static void wrmsr(u32 msr, u64 value)
{
	__asm__ volatile("wrmsr" : : "a"((u32)value), "d"((u32)(value >> 32)),
			 "c"(msr) : "memory");
}

static bool is_x2apic(void)
{
	return rdmsr(MSR_APIC_BASE) & APIC_X2;
}

static volatile u32 *apic(u32 reg)
{
	return (u32 *)((rdmsr(MSR_APIC_BASE) & ~0xfffull) + reg);
}

u64 arch_efi_self(void)
{
	return is_x2apic() ? rdmsr(MSR_X2APIC_ID) : *apic(APIC_ID) >> 24;
}

u64 arch_efi_device(void)
{
	return is_x2apic() ? 0 : (u64)apic(0);
}

u32 arch_efi_read(u64 address, bool is_port, u32 bytes)
{
	u8 byte;

	if (!is_port)
		return bytes == 4 ? *(volatile u32 *)address :
				    *(volatile u8 *)address;
	__asm__ volatile("inb %w1, %0" : "=a"(byte) : "d"((u16)address));
	return byte;
}

void arch_efi_write(u64 address, bool is_port, u32 bytes, u32 value)
{
	if (is_port)
		__asm__ volatile("outb %0, %w1" : : "a"((u8)value),
				 "d"((u16)address) : "memory");
	else if (bytes == 4)
		*(volatile u32 *)address = value;
	else
		*(volatile u8 *)address = value;
}

/* Present, writable, accessed. */
u64 arch_efi_table_entry(u64 table)
{
	return table | 0x23;
}

/*
 * The same, and dirty, large; a device is not cached.  With the dirty bit set,
 * a page walk writes nothing.
 */
u64 arch_efi_leaf_entry(u64 address, bool device)
{
	return address | 0xe3 | (device ? 0x18 : 0);
}

const char *arch_efi_missing(void)
{
	u64 cr4;

	__asm__("mov %%cr4, %0" : "=r"(cr4));
	return cr4 & CR4_LA57 ?
		       "the firmware uses 5-level paging, the payload cannot" :
		       NULL;
}

static void load_tables(void)
{
	struct table g = { sizeof(gdt) - 1, (u64)gdt };
	struct table i = { sizeof(idt) - 1, (u64)idt };

	__asm__ volatile("lgdt %0\n\t"
			 "lidt %1\n\t"
			 "pushq $8\n\t"
			 "leaq 1f(%%rip), %%rax\n\t"
			 "pushq %%rax\n\t"
			 "lretq\n"
			 "1:\tmov %2, %%ds\n\t"
			 "mov %2, %%es\n\t"
			 "mov %2, %%ss"
			 : : "m"(g), "m"(i), "r"(16) : "rax", "memory");
}

static u64 stack_of(u32 vcpu)
{
	return payload.stacks + (vcpu + 1) * STACK_PAGES * PAGE_BYTES;
}

static void other_cpu(u32 vcpu)
{
	load_tables();
	running = vcpu;
	worker_run(vcpu);
}

void arch_efi_enter(u64 low)
{
	u8 *to = (u8 *)low;

	__asm__ volatile("cli");
	for (const u8 *from = efi_trampoline; from < efi_trampoline_end; from++)
		to[from - efi_trampoline] = *from;
	trampoline = low;
	for (u32 i = 0; i < ARRAY_LEN(idt); i++) {
		u64 at = (u64)efi_vectors + i * 16;

		idt[i] = (struct gate){ .low = at, .middle = at >> 16,
					.high = at >> 32, .code = 8,
					.type = 0x8e };
	}
	__asm__ volatile("mov %0, %%cr3" : : "r"(payload.tables) : "memory");
	load_tables();
	efi_on_stack(stack_of(0), worker_run, 0);
}

static void send(u64 cpu, u32 command)
{
	if (is_x2apic()) {
		wrmsr(MSR_X2APIC_ICR, cpu << 32 | command);
		return;
	}
	*apic(APIC_ICR_HIGH) = cpu << 24;
	*apic(APIC_ICR) = command;
	while (*apic(APIC_ICR) & ICR_PENDING)
		arch_efi_relax();
}

/* True if the vCPU runs within @ticks ticks from now. */
static bool runs_within(u32 vcpu, u64 ticks)
{
	u64 begin = arch_efi_ticks();

	while (running != vcpu && arch_efi_ticks() - begin < ticks)
		arch_efi_relax();
	return running == vcpu;
}

bool arch_efi_start(u32 vcpu)
{
	struct slot *slot = (void *)(trampoline + (efi_slot - efi_trampoline));
	u64 cpu = payload.cpu[vcpu];
	u32 offset = ((struct slot *)efi_slot)->target;

	*slot = (struct slot){
		.root = payload.tables,
		.vcpu = vcpu,
		.stack = stack_of(vcpu),
		.entry = (u64)other_cpu,
		.gdt_limit = sizeof(gdt) - 1,
		.gdt = (u64)gdt,
		.target = trampoline + offset,
		.code = 8,
	};
	/* The delays of 10 ms and 200 us are those that the processor needs. */
	send(cpu, ICR_INIT);
	runs_within(vcpu, payload.hz / 100);
	send(cpu, ICR_SIPI | trampoline >> 12);
	if (runs_within(vcpu, payload.hz / 5000))
		return true;
	send(cpu, ICR_SIPI | trampoline >> 12);
	return runs_within(vcpu, payload.hz * 30);
}

void arch_efi_halt(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}
