// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check the store catalogue in a user program on this processor.  A row of the
 * table says which bytes a stub writes, and what they hold afterwards.  The
 * host computes dirty pages from the rows alone.  So each row is compared with
 * the processor in two ways: by the content of memory, and by the faults that
 * the stub takes when the bytes around its own are read-only.  Only faults show
 * a store that leaves memory as it was.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "lib/abi.h"
#include "selftest/unit/unit.h"

#define PAGE 4096
#define NR_PAGES 7
#define MIDDLE (3 * PAGE)
#define PREFILL 0xaa

extern const struct abi_store stores_begin[], stores_end[];
/* An absolute symbol: the symbol's address is the number. */
extern const char nr_stores[];
void burst_run(u64 address, u64 value, u64 distance, u64 count);

/*
 * Call the stub with known values in the registers that it must preserve.
 * Returns KEPT, or the number of the promise that the stub broke.
 */
enum { KEPT, BROKE_REGISTER, BROKE_STACK, BROKE_DIRECTION, FAULTED };
u64 call_stub(u64 stub, u64 address, u64 value);
u64 call_stub_rsp;

__asm__(".pushsection .text\n"
	".intel_syntax noprefix\n"
	".globl call_stub\n"
	"call_stub:\n"
	"	push rbx; push rbp; push r12; push r13; push r14; push r15\n"
	"	sub rsp, 8\n"
	"	mov rax, rdi\n"
	"	mov rdi, rsi\n"
	"	mov rsi, rdx\n"
	"	mov rbx, 0x1b1b1b1b1b1b\n"
	"	mov rbp, 0x2b2b2b2b2b2b\n"
	"	mov r12, 0x3b3b3b3b3b3b\n"
	"	mov r13, 0x4b4b4b4b4b4b\n"
	"	mov r14, 0x5b5b5b5b5b5b\n"
	"	mov r15, 0x6b6b6b6b6b6b\n"
	"	mov [rip + call_stub_rsp], rsp\n"
	"	call rax\n"
	"	pushfq\n"
	"	pop rdx\n"
	"	cld\n"
	"	mov eax, 2\n"
	"	cmp rsp, [rip + call_stub_rsp]\n"
	"	mov rsp, [rip + call_stub_rsp]\n"
	"	jne 1f\n"
	"	mov eax, 1\n"
	"	mov rcx, 0x1b1b1b1b1b1b; cmp rbx, rcx; jne 1f\n"
	"	mov rcx, 0x2b2b2b2b2b2b; cmp rbp, rcx; jne 1f\n"
	"	mov rcx, 0x3b3b3b3b3b3b; cmp r12, rcx; jne 1f\n"
	"	mov rcx, 0x4b4b4b4b4b4b; cmp r13, rcx; jne 1f\n"
	"	mov rcx, 0x5b5b5b5b5b5b; cmp r14, rcx; jne 1f\n"
	"	mov rcx, 0x6b6b6b6b6b6b; cmp r15, rcx; jne 1f\n"
	"	mov eax, 3\n"
	"	test edx, 0x400\n"
	"	jnz 1f\n"
	"	xor eax, eax\n"
	"1:	add rsp, 8\n"
	"	pop r15; pop r14; pop r13; pop r12; pop rbp; pop rbx\n"
	"	ret\n"
	".att_syntax prefix\n"
	".popsection\n");

static u8 *area;
static sigjmp_buf after_fault;
static bool illegal; /* the last fault was SIGILL */

static void on_fault(int signal)
{
	illegal = signal == SIGILL;
	siglongjmp(after_fault, 1);
}

static void catch_faults(void)
{
	/* A stub may point rsp at a page that is not writable. */
	static u8 stack[16 * PAGE];
	stack_t alternative = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action = { .sa_handler = on_fault,
				    .sa_flags = SA_ONSTACK };

	sigaltstack(&alternative, NULL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGILL, &action, NULL);
}

/* KEPT, the number of a broken promise, or FAULTED. */
static u64 run(const struct abi_store *s, u8 *address, u64 value)
{
	if (sigsetjmp(after_fault, 1))
		return FAULTED;
	return call_stub(s->stub, (u64)address, value);
}

static bool faults(const struct abi_store *s, u8 *address)
{
	return run(s, address, 1) == FAULTED;
}

static bool effect_holds(const struct abi_store *s, const u8 *at, u64 value)
{
	static u8 before[PAGE];

	memset(before, PREFILL, sizeof(before));
	switch (abi_effect(s->effect)) {
	case ABI_EFFECT_VALUE:
		return !memcmp(at, &value, s->length < 8 ? s->length : 8);
	case ABI_EFFECT_CHANGE:
		return memcmp(at, before, s->length);
	default:
		return !memcmp(at, before, s->length);
	}
}

static bool content(const struct abi_store *s, u64 offset, u64 value)
{
	u8 *address = area + MIDDLE + offset;
	u8 *at = address + s->low;
	u64 broken;

	memset(area, PREFILL, NR_PAGES * PAGE);
	broken = run(s, address, value);
	if (broken == FAULTED)
		return note("faults at offset %u", (u32)offset);
	if (broken)
		return note("broke promise %u", (u32)broken);
	if (!effect_holds(s, at, value))
		return note("not the effect at offset %u", (u32)offset);
	for (u8 *byte = area; byte < area + NR_PAGES * PAGE; byte++)
		if (*byte != PREFILL && (byte < at || byte >= at + s->length))
			return note("changed byte %+d of the address",
				    (int)(byte - address));

	/* The value must arrive whatever memory held before. */
	if (abi_effect(s->effect) != ABI_EFFECT_VALUE)
		return true;
	value ^= 0x1111111111111111;
	return (!run(s, address, value) && effect_holds(s, at, value)) ||
	       note("not the value over another");
}

/*
 * XSAVE of no component writes its header only.  Processors differ in whether
 * the rest must be writable too: on Emerald Rapids it need not be.
 * tests/stores.c has the whole area in one page.
 */
static bool may_leave_begin(const struct abi_store *s)
{
	return !strcmp(s->name, "xsave-none");
}

/*
 * Only one page is writable.  The bytes that the row names must fit in the
 * page, both at its first byte and at its last.  One step further must fault.
 */
static bool extent(const struct abi_store *s)
{
	u8 *page = area + MIDDLE;
	u8 *first = page - s->low;
	u8 *last = page + PAGE - s->length - s->low;
	u32 step = s->align ? s->align : 1;
	bool ok = true;

	/* AMD's processors may fault for what is masked. */
	if (s->effect & ABI_MASKED)
		return true;
	memset(area, PREFILL, NR_PAGES * PAGE);
	mprotect(area, NR_PAGES * PAGE, PROT_READ);
	if (abi_effect(s->effect) == ABI_EFFECT_NONE) {
		if (faults(s, page) || faults(s, page + PAGE - 3))
			ok = note("stores");
	} else {
		if (!faults(s, first))
			ok = note("does not store");
		mprotect(page, PAGE, PROT_READ | PROT_WRITE);
		if (faults(s, first))
			ok = note("stores past its last byte");
		if (faults(s, last))
			ok = note("stores before its first byte");
		if (!faults(s, first - step) && !may_leave_begin(s))
			ok = note("does not store to its first byte");
		if (!faults(s, last + step))
			ok = note("does not store to its last byte");
	}
	mprotect(area, NR_PAGES * PAGE, PROT_READ | PROT_WRITE);
	return ok;
}

/*
 * True if a user program may not execute the stub.  UMIP, I/O ports, vectors
 * and the device are the kernel's, and the kernel may not emulate them.  The
 * prefix of the stores emu-* is an instruction for KVM's emulator only.
 */
static bool denied(const struct abi_store *s)
{
	static const char *const names[] = { "sgdt", "sidt", "sldt", "str",
					     "smsw", "int", "int-ist",
					     "call-far", "call-gate", "halt" };

	if (!strncmp(s->name, "emu-", 4) || !strncmp(s->name, "mmio-", 5) ||
	    strstr(s->name, "ins-"))
		return faults(s, area + MIDDLE);

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strcmp(s->name, names[i]))
			return faults(s, area + MIDDLE);
	return false;
}

static void store(const struct abi_store *s)
{
	/* A small value; one with eight different bytes; the prefill's byte. */
	static const u64 values[] = { 1, 0x0123456789abcdef, 170 };
	bool ok = true;

	if (abi_effect(s->effect) >= ABI_EFFECT_PLANTED) {
		skip(s->name, "wants memory that says something");
		return;
	}
	if (denied(s)) {
		skip(s->name, "denied to user programs");
		return;
	}
	if (faults(s, area + MIDDLE) && illegal) {
		skip(s->name, "this processor does not have it");
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(values) && ok; i++) {
		ok = content(s, 128, abi_value(3, values[i])) &&
		     content(s, 0, values[i]);
		if (ok && s->align <= 1)
			ok = content(s, 131, values[i]);
	}
	check(ok && extent(s), s->name);
}

/*
 * Where the prefix of the stores emu-* is no instruction, it is what each of them faults on.  A
 * guest that has changed its tables by then dies, in place of telling that it cannot.
 */
static bool prefix_is_first(void)
{
	const struct abi_store *other = NULL;
	bool no_prefix = false;

	for (const struct abi_store *s = stores_begin; s < stores_end; s++) {
		if (strncmp(s->name, "emu-", 4) || !faults(s, area + MIDDLE))
			continue;
		if (illegal)
			no_prefix = true;
		else
			other = s;
	}
	return !no_prefix || !other ||
	       note("%s faults before its prefix", other->name);
}

static bool row_is_sound(const struct abi_store *s)
{
	size_t length = strnlen(s->name, sizeof(s->name));

	if (!length || length == sizeof(s->name))
		return note("row %u has no name", (u32)(s - stores_begin));
	for (const struct abi_store *other = stores_begin; other < s; other++)
		if (!strcmp(other->name, s->name))
			return note("%s is there twice", s->name);
	if (strspn(s->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != length)
		return note("%s cannot be part of a report line", s->name);
	if (abi_effect(s->effect) > ABI_EFFECT_PLANTED_NONE ||
	    abi_effect_is_none(s->effect) != (s->length == 0))
		return note("%s: an effect without bytes, or bytes without one",
			    s->name);
	if (s->length > PAGE)
		return note("%s: longer than this test can see", s->name);
	return true;
}

static void burst(void)
{
	const u64 first = abi_value(2, 100);
	bool ok = true;

	memset(area, PREFILL, NR_PAGES * PAGE);
	burst_run((u64)area + 8, 1, PAGE, 0);
	for (u32 i = 0; i < NR_PAGES * PAGE; i++)
		ok &= area[i] == PREFILL;
	check(ok, "burst-of-none");

	burst_run((u64)area + 8, first, PAGE, NR_PAGES - 1);
	for (u32 i = 0; i < NR_PAGES * PAGE; i += 8) {
		u32 page = i / PAGE;
		u64 expect = i % PAGE == 8 && page < NR_PAGES - 1 ?
				     first + page :
				     0xaaaaaaaaaaaaaaaa;

		ok &= !memcmp(area + i, &expect, 8);
	}
	check(ok, "burst");
}

int main(void)
{
	size_t nr_rows = stores_end - stores_begin;
	bool ok = true;

	unit_begin("stores");
	area = mmap(NULL, NR_PAGES * PAGE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (area == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	catch_faults();

	check(nr_rows && nr_rows == (size_t)nr_stores, "table-size");
	for (const struct abi_store *s = stores_begin; s < stores_end; s++)
		ok &= row_is_sound(s);
	check(ok, "table-rows");
	check(prefix_is_first(), "prefix-first");
	for (const struct abi_store *s = stores_begin; s < stores_end; s++)
		store(s);
	burst();
	return unit_end();
}
