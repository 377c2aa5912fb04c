// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/own_page.h"

#include "host/scene/own_write.h"
#include "host/scene/ring_level.h"

const struct arch_own_write *own_page_write(const struct run *r)
{
	return &arch_own_writes[r->c->n[OWN_WRITE]];
}

static void add(const struct run *r, struct pageset *set)
{
	u32 nr = own_page_write(r)->before ? 2 : 1;

	pageset_add_range(set, own_page(r) + 1 - nr, nr);
}

static u64 moved_to;

void own_page_move(u64 page)
{
	moved_to = page;
}

u64 own_page(const struct run *r)
{
	u64 page = moved_to ? moved_to : round_pages(r, r->c->n[OWN_AT]);

	return page ? page : OWN_PAGE;
}

u64 own_page_gpa(const struct run *r)
{
	return r->machine->slot[0].gpa +
	       (own_page(r) << r->machine->page_shift);
}

void own_page_start(struct run *r)
{
	own_write_start(r->machine, r->c->n[OWN_WRITE], own_page_gpa(r));
	if (own_page_write(r)->no_vcpu || !ring_has_clock())
		add(r, &r->ledger.slot[0].unowned);
}

void own_page_queue(struct run *r)
{
	round_store(r, 0, OWN_OTHER_PAGE, OWN_OTHERS);
}

void own_page_run(struct run *r)
{
	own_page_queue(r);
	round_run(r);
}

void own_page_judge(struct run *r, bool must_own, bool may_own)
{
	struct pageset must, may;

	round_harvest(r);
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		const char *what = "";

		if (i && !r->machine->slot[i].logging)
			continue;
		round_expect(r, i, &must, &may);
		if (!i && must_own) {
			add(r, &must);
			what = "with KVM's own write";
		}
		if (!i && may_own)
			add(r, &may);
		round_judge_set(r, i, what, &must, &may, &r->harvest.dirty[i]);
		pageset_free(&must);
		pageset_free(&may);
	}
	round_forget(r);
}

void own_page_round(struct run *r, bool must, bool may)
{
	own_page_run(r);
	own_page_judge(r, must, may);
}
