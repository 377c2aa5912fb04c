// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/smm.h"

#include <string.h>

#include "host/machine/arch.h"
#include "host/machine/smm_slots.h"
#include "host/round/run.h"

#define HANDLER_AT 0x8000
/* The handler's table: a number n, and n addresses with a value for each. */
#define TABLE_AT 0x1000
#define MAX_PAGES 64

/*
 * The handler, in 16-bit code; all segments reach from 0 to 4 GiB.
 *
 *		mov esi, SMM_RAM_GPA + TABLE_AT
 *		mov ecx, [esi]
 *	next:	add esi, 4
 *		mov edi, [esi]
 *		add esi, 4
 *		mov eax, [esi]
 *		nop (5 times)		; or the prefix for KVM's emulator
 *		mov [edi], eax		; or xchg, which is locked
 *		dec ecx
 *		jnz next
 *		mov dx, ABI_BELL_PORT
 *		in al, dx		; see machine_on_input()
 *		rsm
 */
static const u8 handler[] = {
	0x66, 0xbe, 0x00, 0x10, 0x03, 0x00, 0x67, 0x66, 0x8b, 0x0e,
	0x66, 0x83, 0xc6, 0x04, 0x67, 0x66, 0x8b, 0x3e,
	0x66, 0x83, 0xc6, 0x04, 0x67, 0x66, 0x8b, 0x06,
	0x90, 0x90, 0x90, 0x90, 0x90,
	0x67, 0x66, 0x89, 0x07, 0x66, 0x49, 0x75, 0xe3,
	0xba, ABI_BELL_PORT & 0xff, ABI_BELL_PORT >> 8, 0xec, 0x0f, 0xaa,
};

/* ud2 and "kvm": KVM emulates what follows, see x86/stores/others.asm. */
static const u8 emulated[] = { 0x0f, 0x0b, 'k', 'v', 'm' };
#define EMULATED_AT 26

#define OPCODE_AT 33
#define XCHG 0x87

struct store {
	u32 gpa, value;
};

static u32 first_slot(const struct machine *m)
{
	u32 i = 0;

	while (!m->slot[i].as_id)
		i++;
	return i;
}

/* How far SMM's memory is behind SMM_RAM_GPA. */
static u32 moved_bytes;

void smm_move(struct run *r, u32 bytes)
{
	moved_bytes = bytes;
	arch_smm_base(r->machine->vcpu[0].kvm, SMM_RAM_GPA + bytes);
}

void smm_nowhere(struct run *r)
{
	arch_smm_base(r->machine->vcpu[0].kvm, 1ull << 31);
	arch_smi(r->machine->vcpu[0].kvm);
}

static u8 *code_of(const struct machine *m)
{
	return m->slot[first_slot(m) + SMM_CODE].hva + HANDLER_AT + moved_bytes;
}

u32 smm_memory(const struct machine *m)
{
	return first_slot(m) + SMM_MEMORY;
}

/* Load the handler with room for @nr stores. */
static struct store *load(struct machine *m, u32 nr)
{
	u8 *smram = m->slot[first_slot(m) + SMM_CODE].hva;
	u32 *table = (u32 *)(smram + TABLE_AT);

	if (!nr || nr > MAX_PAGES)
		verdict_error("%u stores for the SMM handler", nr);
	memcpy(code_of(m), handler, sizeof(handler));
	table[0] = nr;
	return (struct store *)(table + 1);
}

static void fill(struct run *r, const u32 *pages, u32 nr, u32 offset_bytes)
{
	struct machine *m = r->machine;
	const struct machine_slot *memory = &m->slot[smm_memory(m)];
	struct store *store = load(m, nr);

	for (u32 i = 0; i < nr; i++) {
		u64 at = ((u64)pages[i] << m->page_shift) + offset_bytes;

		store[i] = (struct store){ memory->gpa + at, (nr - i) * 0x01010101 };
		memset(memory->hva + at, 0, sizeof(store[i].value));
	}
}

void smm_store_at(struct run *r, const u32 *pages, u32 nr, u32 offset_bytes)
{
	fill(r, pages, nr, offset_bytes);
	arch_smi(r->machine->vcpu[0].kvm);
}

void smm_store(struct run *r, const u32 *pages, u32 nr)
{
	smm_store_at(r, pages, nr, 0);
}

void smm_store_emulated(struct run *r, const u32 *pages, u32 nr, u32 offset_bytes,
			bool locked)
{
	u8 *code = code_of(r->machine);

	smm_store_at(r, pages, nr, offset_bytes);
	if (locked)
		code[OPCODE_AT] = XCHG;
	/* The emulator does not know the prefix that leads to it. */
	if (r->backend->real_mode_emulated)
		return;
	memcpy(code + EMULATED_AT, emulated, sizeof(emulated));
}

void smm_poke(struct run *r, u64 gpa, u32 value)
{
	*load(r->machine, 1) = (struct store){ gpa, value };
	arch_smi(r->machine->vcpu[0].kvm);
}

void smm_log(struct run *r, bool on)
{
	round_log(r, smm_memory(r->machine), on);
}

void smm_discard(struct run *r)
{
	const struct machine *m = r->machine;
	const struct machine_slot *memory = &m->slot[smm_memory(m)];
	u64 unmapped_bytes;
	const char *why = backing_drop(r->backing, memory->hva,
				       memory->nr_pages << m->page_shift,
				       &unmapped_bytes);

	if (why)
		verdict_skip("%s", why);
}

/* The round expects the stores of the handler's table. */
static void stored(struct run *r)
{
	struct machine *m = r->machine;
	u32 first = first_slot(m);
	const struct machine_slot *memory = &m->slot[first + SMM_MEMORY];
	const u32 *table = (u32 *)(m->slot[first + SMM_CODE].hva + TABLE_AT);
	const struct store *store = (const struct store *)(table + 1);

	for (u32 i = 0; i < table[0]; i++) {
		u64 at = store[i].gpa - memory->gpa, last;

		if (at >= memory->nr_pages << m->page_shift)
			continue;
		if (memcmp(memory->hva + at, &store[i].value, sizeof(store[i].value)))
			verdict_fail("a store in SMM to 0x%x is not in memory",
				     store[i].gpa);
		last = (at + sizeof(store[i].value) - 1) >> m->page_shift;
		for (u64 page = at >> m->page_shift; page <= last; page++)
			ledger_add(&r->ledger, &m->vcpu[0], first + SMM_MEMORY, page);
	}
}

void smm_done(struct run *r)
{
	u32 first = first_slot(r->machine);

	stored(r);
	for (u32 i = 0; i < (moved_bytes ? 2 : 1); i++)
		ledger_add(&r->ledger, &r->machine->vcpu[0], first + SMM_STATE, i);
}

void smm_store_more(struct run *r, const u32 *pages, u32 nr)
{
	stored(r);
	fill(r, pages, nr, 0);
	arch_go_on_at(r->machine->vcpu[0].kvm, HANDLER_AT);
}

void smm_run(struct run *r)
{
	machine_go(r->machine, 0);
	round_wait(r);
	smm_done(r);
}
