// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/paging.h"

#include "host/machine/arch.h"
#include "host/round/run.h"
#include "host/scene/changed.h"
#include "host/scene/view.h"

/* Stubs store behind the payload's values, so that both can be checked. */
#define OFFSET_BYTES 1024

/* In the slot with the tables; .run is NULL if these are in no logged slot. */
static struct changed changed;

const char *paging_name(u32 i)
{
	return arch_pagings[i].name;
}

bool paging_legacy(u32 i)
{
	return arch_pagings[i].legacy;
}

static u32 same(u32 page)
{
	return page;
}

bool paging_has_tables(u32 i)
{
	return arch_pagings[i].tables;
}

void paging_start(struct run *r, u32 i, u32 tables)
{
	struct arch_paging_memory memory = { .hva = NULL };
	struct machine *m = r->machine;
	const struct machine_slot *s = &m->slot[0];
	u64 gva = s->gpa;
	const char *why;

	if (tables) {
		changed_init(&changed, r, tables);
		memory.hva = m->slot[tables].hva;
		memory.gpa = m->slot[tables].gpa;
	}
	if (arch_pagings[i].view) {
		view_map(m, s->nr_pages, same);
		gva = m->view.gva;
	}
	why = arch_paging_start(m->vm, m->vcpu[0].kvm, i, gva,
				s->nr_pages << m->page_shift, memory);
	if (why)
		verdict_skip("%s", why);
}

/* An area of the guest's virtual addresses that leads elsewhere. */
static struct {
	u32 pages, distance;
} turned;

bool paging_turns(u32 i)
{
	return arch_pagings[i].turns;
}

void paging_turn(struct run *r, u32 i, u32 pages, u32 distance)
{
	struct machine *m = r->machine;

	turned.pages = pages;
	turned.distance = distance;
	if (!arch_paging_turn(m->vcpu[0].kvm, i, m->slot[0].gpa,
			      (u64)distance << m->page_shift))
		verdict_fail("the guest died when it changed its directory");
}

/* Where the guest's virtual page leads. */
static u32 leads_to(u32 page)
{
	return page < turned.pages ? page + turned.distance : page;
}

static u64 at_bytes(const struct run *r, u64 page)
{
	return (page << r->machine->page_shift) + OFFSET_BYTES;
}

static void check(struct run *r, const struct arch_paging_store *store, u32 first, u32 count)
{
	struct machine *m = r->machine;

	for (u32 n = 0; n < count; n++) {
		u32 page = leads_to(first + n);

		if (*(u32 *)(m->slot[0].hva + at_bytes(r, page)) != store[n].value)
			verdict_fail("a store to page %u is not in memory", page);
		ledger_add(&r->ledger, &m->vcpu[0], 0, page);
	}
}

/*
 * What has changed in the tables is stored for vCPU 0, and KVM may mark a table once for each
 * entry.  The bits are in the first 4 bytes of an entry.
 */
static void add_entries(struct run *r)
{
	struct machine *m = r->machine;
	u32 words = (1u << m->page_shift) / sizeof(u32);

	for (u32 page = 0; page < ARCH_PAGING_TABLES; page++) {
		const u32 *before = changed_before(&changed, page);
		const u32 *now = (const u32 *)m->slot[changed.slot].hva + page * words;

		for (u32 i = 0; i < words; i++)
			if (now[i] != before[i])
				ledger_add(&r->ledger, &m->vcpu[0], changed.slot, page);
	}
}

void paging_store(struct run *r, u32 i, u32 first, u32 count)
{
	struct arch_paging_store store[ARCH_PAGING_STORES];
	struct machine *m = r->machine;
	struct kvm_vcpu *vcpu = m->vcpu[0].kvm;
	bool payload = arch_pagings[i].payload;
	bool done;

	if (count > ARCH_PAGING_STORES)
		verdict_error("%u stores by a stub", count);
	for (u32 n = 0; n < count; n++)
		store[n] = (struct arch_paging_store){
			m->slot[0].gpa + at_bytes(r, first + n),
			r->round << 16 | (n + 1),
		};
	if (changed.run)
		changed_begin(&changed);
	done = arch_paging_enter(vcpu, i, store, count);
	if (payload) {
		round_queue(r, (struct stores){
			.op = "store-64",
			.view = arch_pagings[i].view,
			.pattern = { .first = first, .count = count } });
		round_run(r);
	}
	arch_paging_leave(vcpu, i);
	if (!done)
		verdict_fail("guest died, vCPU 0: unexpected exit %s",
			     exit_reason_str(vcpu->run->exit_reason));
	if (!payload)
		check(r, store, first, count);
	if (!changed.run)
		return;
	add_entries(r);
	for (u32 page = 0; page < ARCH_PAGING_TABLES; page++)
		round_walked(r, changed.slot, page, r->backend->walks_write);
}
