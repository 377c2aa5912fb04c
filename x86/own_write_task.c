// SPDX-License-Identifier: GPL-2.0-only
/*
 * A 32-bit guest switches to another task by hardware (Intel's manual, volume 3, chapter 8).
 * Processors with virtualization leave that to KVM, which writes the registers of the task
 * that ends into its task state (emulator_task_switch() in arch/x86/kvm/emulate.c).
 */
#include <asm/processor-flags.h>
#include <string.h>

#include "x86/own_write.h"
#include "x86/stub.h"

#define CODE 0x08
#define DATA 0x10
#define OLD_TASK 0x18
#define NEW_TASK 0x20

#define AVAILABLE 0x9
#define BUSY 0xb
#define TASK_BYTES 0x68

/* Where the parts are in a page that is in no logged slot. */
#define GDT_AT 0
#define TASK_AT 0x400
#define STUB_AT 0x800
#define NEXT_AT (STUB_AT + 7)
#define PAGE_GVA 0x1a000000ull

/* jmp NEW_TASK:0; and at NEXT_AT, where the new task begins: out STUB_PORT, al */
static const u8 stub[] = { 0xea, 0, 0, 0, 0, NEW_TASK, 0, STUB_END };

/* The fields of a 32-bit task state that are used, as indices of a u32. */
enum { EIP = 8, EFLAGS = 9, ES = 18, CS = 19, SS = 20, DS = 21 };

static u64 segment(u32 base, u32 limit, u32 type, u32 flags)
{
	return (limit & 0xffff) | (u64)(base & 0xffffff) << 16 | (u64)type << 40 |
	       (u64)(limit >> 16 | flags << 4) << 48 | (u64)(base >> 24) << 56;
}

/* The payload's segment, as a 32-bit program has it. */
static void make_flat(struct kvm_segment *s, u16 selector)
{
	s->selector = selector;
	s->base = 0;
	s->limit = 0xffffffff;
	s->g = s->db = 1;
	s->l = s->dpl = 0;
}

/* Fill the page anew: a switch changes it. */
static void fill(u8 *page, u32 page_gpa, u32 old_gpa)
{
	u64 *gdt = (u64 *)(page + GDT_AT);
	u32 *task = (u32 *)(page + TASK_AT);

	gdt[CODE / 8] = segment(0, 0xfffff, 0x9b, 0xc);
	gdt[DATA / 8] = segment(0, 0xfffff, 0x93, 0xc);
	gdt[OLD_TASK / 8] = segment(old_gpa, TASK_BYTES - 1, 0x80 | BUSY, 0);
	gdt[NEW_TASK / 8] = segment(page_gpa + TASK_AT, TASK_BYTES - 1, 0x80 | AVAILABLE, 0);
	memset(task, 0, TASK_BYTES);
	task[EIP] = page_gpa + NEXT_AT;
	task[EFLAGS] = X86_EFLAGS_FIXED;
	task[CS] = CODE;
	task[ES] = task[SS] = task[DS] = DATA;
	memcpy(page + STUB_AT, stub, sizeof(stub));
}

bool task_switch(struct kvm_vcpu *vcpu, u64 gpa)
{
	static u64 gva, page_gpa;
	struct kvm_regs regs = { .rflags = X86_EFLAGS_FIXED };
	struct kvm_sregs sregs;

	if (!gva) {
		gva = compat_alloc(vcpu->vm, 4096, PAGE_GVA);
		page_gpa = addr_gva2gpa(vcpu->vm, gva);
	}
	fill(addr_gva2hva(vcpu->vm, gva), page_gpa, gpa);
	vcpu_sregs_get(vcpu, &sregs);
	sregs.cr0 &= ~X86_CR0_PG;
	sregs.efer &= ~(EFER_LME | EFER_LMA);
	make_flat(&sregs.cs, CODE);
	make_flat(&sregs.ds, DATA);
	sregs.es = sregs.ss = sregs.ds;
	sregs.tr = (struct kvm_segment){ .base = gpa, .limit = TASK_BYTES - 1,
					 .selector = OLD_TASK, .type = BUSY, .present = 1 };
	sregs.gdt.base = page_gpa + GDT_AT;
	sregs.gdt.limit = NEW_TASK + 7;
	regs.rip = page_gpa + STUB_AT;
	return stub_run(vcpu, &sregs, &regs);
}

/* The first registers are in the page before, and the segments in the next. */
bool task_switch_across(struct kvm_vcpu *vcpu, u64 gpa)
{
	return task_switch(vcpu, gpa - ES * sizeof(u32));
}
