// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ways to translate that the payload does not have (Intel's manual, volume 3, chapter 4).
 * KVM has code of its own for tables of two levels, and for none, where it shadows
 * the guest's.
 */
#include <asm/processor-flags.h>
#include <string.h>

#include "host/machine/arch.h"
#include "verdict/verdict.h"
#include "x86/stub.h"

enum { OFF, TWO, TWO_LARGE, THREE, THREE_LARGE, FIVE, UNPROTECTED };

const struct arch_paging arch_pagings[] = {
	[OFF] = { "off" },
	[TWO] = { "two-levels", .tables = true, .legacy = true, .turns = true },
	[TWO_LARGE] = { "two-levels-large", .tables = true, .legacy = true },
	[THREE] = { "three-levels", .tables = true, .legacy = true, .turns = true },
	[THREE_LARGE] = { "three-levels-large", .tables = true, .legacy = true },
	[FIVE] = { "five-levels", .payload = true, .tables = true },
	/* CR0.WP is clear: the kernel may write where entries are read-only. */
	[UNPROTECTED] = { "unprotected", .payload = true, .view = true },
	{ NULL },
};

#define PRESENT 0x1u
#define WRITABLE 0x2u
#define LARGE 0x80u
#define ENTRY (PRESENT | WRITABLE)

#define PAGE_BYTES 4096u
/* Code, the list of stores, a root, 4 tables above the last one, and 8 of these. */
#define CODE_PAGE 0
#define LIST_PAGE 1
#define ROOT_PAGE 2
#define MIDDLE_PAGE 3
#define LAST_PAGE 7
#define NR_PAGES (ROOT_PAGE + ARCH_PAGING_TABLES)
#define PAGES_GVA 0x1c000000ull

_Static_assert(sizeof(u32) + ARCH_PAGING_STORES * sizeof(struct arch_paging_store) <=
		       PAGE_BYTES,
	       "the list of stores is too long for its page");

/*
 *		mov ecx, [esi]		; the number of stores
 *	next:	add esi, 8
 *		mov edi, [esi - 4]
 *		mov eax, [esi]
 *		mov [edi], eax
 *		dec ecx
 *		jnz next
 *		out STUB_PORT, al
 */
static const u8 stub[] = {
	0x8b, 0x0e, 0x83, 0xc6, 0x08, 0x8b, 0x7e, 0xfc, 0x8b,
	0x06, 0x89, 0x07, 0x49, 0x75, 0xf3, STUB_END,
};

static u8 *page[NR_PAGES];
static u64 page_gpa[NR_PAGES];
static struct kvm_sregs payload_sregs;

static void alloc_pages(struct kvm_vm *vm, struct arch_paging_memory tables)
{
	u64 gva = compat_alloc(vm, NR_PAGES * PAGE_BYTES, PAGES_GVA);

	for (u32 i = 0; i < NR_PAGES; i++, gva += PAGE_BYTES) {
		page[i] = addr_gva2hva(vm, gva);
		page_gpa[i] = addr_gva2gpa(vm, gva);
	}
	for (u32 i = ROOT_PAGE; tables.hva && i < NR_PAGES; i++) {
		page[i] = tables.hva + (i - ROOT_PAGE) * PAGE_BYTES;
		page_gpa[i] = tables.gpa + (i - ROOT_PAGE) * PAGE_BYTES;
		memset(page[i], 0, PAGE_BYTES);
	}
	memcpy(page[CODE_PAGE], stub, sizeof(stub));
}

static u64 area_bytes(bool three)
{
	return three ? 2u << 20 : 4u << 20;
}

/* The place of the entry that leads to a last table. */
static void *directory_entry(bool three, u64 gpa)
{
	return three ? (void *)((u64 *)page[MIDDLE_PAGE + (gpa >> 30)] + (gpa >> 21) % 512) :
		       (void *)((u32 *)page[ROOT_PAGE] + (gpa >> 22));
}

/* The entries of a last table, which lead to what begins at @gpa. */
static void fill_last(bool three, void *table, u64 gpa)
{
	for (u32 i = 0; i < (three ? 512 : 1024); i++, gpa += PAGE_BYTES)
		if (three)
			((u64 *)table)[i] = gpa | ENTRY;
		else
			((u32 *)table)[i] = gpa | ENTRY;
}

/*
 * Map 4 GiB, each address to itself: by pages of 4M or 2M, and by pages of 4K where the
 * guest is going to store if @small.
 */
static void fill_tables(bool three, bool small, u64 first, u64 bytes)
{
	u64 large_bytes = area_bytes(three);
	u32 last = LAST_PAGE;

	for (u32 i = 0; three && i < 4; i++)
		*((u64 *)page[ROOT_PAGE] + i) = page_gpa[MIDDLE_PAGE + i] | PRESENT;
	for (u64 gpa = 0; gpa < 1ull << 32; gpa += large_bytes) {
		bool here = small && gpa < first + bytes && first < gpa + large_bytes;
		u64 entry = gpa | ENTRY | LARGE;

		if (here && last == NR_PAGES)
			verdict_error("too few tables for 0x%lx bytes", bytes);
		if (here)
			entry = page_gpa[last] | ENTRY;
		if (three)
			*(u64 *)directory_entry(three, gpa) = entry;
		else
			*(u32 *)directory_entry(three, gpa) = entry;
		if (here)
			fill_last(three, page[last++], gpa);
	}
}

const char *arch_paging_start(struct kvm_vm *vm, struct kvm_vcpu *vcpu, u32 i, u64 gva,
			      u64 bytes, struct arch_paging_memory tables)
{
	const struct kvm_x86_cpu_feature la57 = KVM_X86_CPU_FEATURE(0x7, 0, ECX, 16);

	if (i == FIVE && !kvm_cpuid_has(vcpu->cpuid, la57))
		return "KVM offers its guests no tables of five levels here";
	if (i == UNPROTECTED) {
		for (u64 at = 0; at < bytes; at += PAGE_BYTES)
			*arch_leaf_entry(vm, gva + at) &= ~(u64)WRITABLE;
		return NULL;
	}
	alloc_pages(vm, tables);
	if (i == FIVE)
		*(u64 *)page[ROOT_PAGE] = compat_mmu(vm)->pgd | ENTRY;
	else if (i != OFF)
		fill_tables(i == THREE || i == THREE_LARGE, i == TWO || i == THREE, gva,
			    bytes);
	return NULL;
}

/* Change what the payload has into what the way @i wants. */
static void change(struct kvm_sregs *sregs, u32 i)
{
	switch (i) {
	case UNPROTECTED:
		sregs->cr0 &= ~X86_CR0_WP;
		break;
	case FIVE:
		sregs->cr3 = page_gpa[ROOT_PAGE];
		sregs->cr4 |= X86_CR4_LA57;
		break;
	default:
		sregs->efer &= ~(EFER_LME | EFER_LMA);
		sregs->cs.l = 0;
		sregs->cs.db = 1;
		sregs->cr3 = page_gpa[ROOT_PAGE];
		if (i == OFF)
			sregs->cr0 &= ~X86_CR0_PG;
		if (i != THREE && i != THREE_LARGE)
			sregs->cr4 = (sregs->cr4 & ~X86_CR4_PAE) | X86_CR4_PSE;
	}
}

bool arch_paging_enter(struct kvm_vcpu *vcpu, u32 i, const struct arch_paging_store *store,
		       u32 nr)
{
	struct kvm_regs regs = { .rip = page_gpa[CODE_PAGE], .rsi = page_gpa[LIST_PAGE],
				 .rflags = X86_EFLAGS_FIXED };
	struct kvm_sregs sregs;

	vcpu_run_complete_io(vcpu);
	vcpu_sregs_get(vcpu, &sregs);
	payload_sregs = sregs;
	change(&sregs, i);
	if (arch_pagings[i].payload) {
		vcpu_sregs_set(vcpu, &sregs);
		return true;
	}
	*(u32 *)page[LIST_PAGE] = nr;
	memcpy(page[LIST_PAGE] + sizeof(u32), store, nr * sizeof(*store));
	return stub_run(vcpu, &sregs, &regs);
}

void arch_paging_leave(struct kvm_vcpu *vcpu, u32 i)
{
	if (arch_pagings[i].payload)
		vcpu_sregs_set(vcpu, &payload_sregs);
}

bool arch_paging_turn(struct kvm_vcpu *vcpu, u32 i, u64 gva, u64 distance)
{
	static u32 turn;
	bool three = i == THREE;
	u32 spare = NR_PAGES - 1 - turn++ % 2;
	u8 *entry = directory_entry(three, gva);
	u32 directory = three ? MIDDLE_PAGE + (gva >> 30) : ROOT_PAGE;
	/* The upper half of an entry of 64 bits is 0, and stays so. */
	struct arch_paging_store store = {
		page_gpa[directory] + (entry - page[directory]),
		page_gpa[spare] | ENTRY,
	};

	fill_last(three, page[spare], gva / area_bytes(three) * area_bytes(three) + distance);
	return arch_paging_enter(vcpu, i, &store, 1);
}
