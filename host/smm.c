// SPDX-License-Identifier: GPL-2.0-only
#include "host/smm.h"

#include <string.h>

#include "host/arch.h"
#include "host/test.h"

/* Where a vCPU that was never told otherwise has its SMRAM: Intel's manual,
 * volume 3, chapter 32. */
#define SMRAM_GPA 0x30000ull
#define HANDLER_AT 0x8000
#define STATE_AT 0xf000
/* Ours: a number, and as many addresses. */
#define TABLE_AT 0x1000
#define MAX_PAGES 64

/*
 * The handler, in 16-bit code; all segments reach from 0 to 4 GiB.
 *
 *		mov esi, SMRAM_GPA + TABLE_AT
 *		mov ecx, [esi]
 *	next:	add esi, 4
 *		mov edi, [esi]
 *		mov [edi], ecx
 *		dec ecx
 *		jnz next
 *		rsm
 */
static const u8 handler[] = {
	0x66, 0xbe, 0x00, 0x10, 0x03, 0x00, 0x67, 0x66, 0x8b, 0x0e, 0x66,
	0x83, 0xc6, 0x04, 0x67, 0x66, 0x8b, 0x3e, 0x67, 0x66, 0x89, 0x0f,
	0x66, 0x49, 0x75, 0xf0, 0x0f, 0xaa,
};

/* The three slots lie behind each other in the machine. */
enum { MEMORY, CODE, STATE };

static u32 first_slot(const struct machine *m)
{
	u32 i = 0;

	while (!m->slot[i].as_id)
		i++;
	return i;
}

void smm_slots(struct machine_spec *spec, u32 *nr, u64 nr_pages)
{
	const struct machine_slot_spec slots[] = {
		[MEMORY] = { .nr_pages = nr_pages, .gpa = MACHINE_GPA_FIRST },
		[CODE] = { .nr_pages = STATE_AT / 4096, .gpa = SMRAM_GPA,
			   .unlogged = true },
		[STATE] = { .nr_pages = 1, .gpa = SMRAM_GPA + STATE_AT },
	};

	for (u32 i = 0; i < ARRAY_LEN(slots); i++) {
		spec->slot[*nr] = slots[i];
		spec->slot[(*nr)++].as_id = 1;
	}
}

void smm_store(struct run *r, const u32 *pages, u32 nr)
{
	struct machine *m = r->machine;
	u32 first = first_slot(m);
	const struct machine_slot *memory = &m->slot[first + MEMORY];
	u8 *smram = m->slot[first + CODE].hva;
	u32 *table = (u32 *)(smram + TABLE_AT);

	if (!nr || nr > MAX_PAGES)
		verdict_error("%u pages for the SMM handler", nr);
	memcpy(smram + HANDLER_AT, handler, sizeof(handler));
	table[0] = nr;
	for (u32 i = 0; i < nr; i++) {
		u64 at = (u64)pages[i] << m->page_shift;

		table[1 + i] = memory->gpa + at;
		*(u32 *)(memory->hva + at) = 0;
	}
	arch_smi(m->vcpu[0].kvm);
}

void smm_run(struct run *r)
{
	struct machine *m = r->machine;
	u32 first = first_slot(m);
	const struct machine_slot *memory = &m->slot[first + MEMORY];
	const u32 *table = (u32 *)(m->slot[first + CODE].hva + TABLE_AT);

	machine_go(m, 0);
	round_wait(r);
	for (u32 i = 0; i < table[0]; i++) {
		u64 at = table[1 + i] - memory->gpa;

		if (*(u32 *)(memory->hva + at) != table[0] - i)
			verdict_error("the SMM handler did not store to 0x%x",
				      table[1 + i]);
		ledger_add(&r->ledger, &m->vcpu[0], first + MEMORY,
			   at >> m->page_shift);
	}
	ledger_add(&r->ledger, &m->vcpu[0], first + STATE, 0);
}
