// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest that changes an entry of its page tables must get what it says.  With
 * shadow paging KVM has to notice the store, which has been write-protected for two
 * reasons, the log and the shadow: what a harvest has protected must not become
 * writable by a store's mere mark in the log.  The same is true of the tables by
 * which a guest translates for a guest of its own, as KVM shadows them in any case.
 * A store that goes by the old entry dirties, and destroys, a page that the guest
 * has long given to somebody else.
 */
#include "host/scene/walk.h"

#include <string.h>

#include "host/test.h"

/* Which entry changes: 1 is the last, 2 leads to another last table. */
enum { LEVEL, OWN_ROOT };

#define TABLES 1 /* the slot of the tables */
#define PAGE 5	 /* of the view */
#define D (WALK_ACCESSED | WALK_DIRTY)

/* What was stored last must be in page @to, or the walk went another way. */
static void check_landed(struct run *r, u32 to)
{
	const struct machine *m = r->machine;
	struct machine_vcpu *v = &m->vcpu[0];
	u64 got;

	machine_wait(r->machine);
	memcpy(&got, m->slot[0].hva + ((u64)to << m->page_shift), sizeof(got));
	if (got != abi_value(0, v->expected))
		verdict_fail("the store did not go to page %u, where the guest's page table leads: it holds 0x%lx",
			     to, got);
}

/* A store through the view, which has to be in page @to, and in the log of it. */
static void store_lands(struct walk *w, u32 to)
{
	struct run *r = w->run;

	walk_access(w, "store-64", PAGE);
	round_go(r);
	check_landed(r, to);
	round_wait(r);
	walk_end(w);
	round_report(r);
}

/* The same with the tables as they are: in use from here on, and protected. */
static void store_again(struct walk *w)
{
	walk_begin(w);
	store_lands(w, w->run->machine->view.page[PAGE]);
}

/*
 * The guest is about to change where its entry leads.  What it leads to now has
 * been protected by the last harvest, so that the next store faults, and KVM looks
 * at the entry anyway.  Every other time the page is written to first, and then
 * nothing but the guest's store to its table tells KVM.
 */
static void before_change(struct walk *w, u32 time)
{
	walk_begin(w);
	if (time & 1)
		walk_access(w, "store-64", PAGE);
}

/* The guest lets its entry lead to one page, then to another. */
static void remap(struct run *r)
{
	static const u32 leads_to[] = { 300, 17, 130, 17, 64, 300 };
	struct walk w;

	round_initial(r);
	walk_make(&w, r, TABLES, 1, r->c->n[OWN_ROOT], D);
	for (u32 i = 0; i < ARRAY_LEN(leads_to); i++) {
		store_again(&w);
		before_change(&w, i);
		if (r->c->n[LEVEL] == 1)
			walk_remap(&w, PAGE, leads_to[i], D);
		else
			walk_replace(&w, 20 + i, PAGE, leads_to[i], D);
		store_lands(&w, leads_to[i]);
	}
}

/* A huge page in place of a table, and the table again. */
static void remap_huge(struct run *r)
{
	struct walk w;

	round_initial(r);
	walk_make(&w, r, TABLES, 1, false, D);
	walk_begin(&w);
	walk_remap(&w, PAGE, 300, D);
	store_lands(&w, 300);
	for (u32 i = 0; i < 2; i++) {
		store_again(&w);
		before_change(&w, i);
		walk_merge(&w, PAGE, D);
		store_lands(&w, PAGE);
		store_again(&w);
		before_change(&w, i);
		walk_split(&w, PAGE, D);
		store_lands(&w, 300);
	}
}

#define CASE(what, body, ...) \
	{ .name = what, .more_pages = { 200 }, .run = body, __VA_ARGS__ }

static const struct test_case cases[] = {
	CASE("entry", remap, .n = { [LEVEL] = 1 }),
	CASE("table", remap, .n = { [LEVEL] = 2 }),
	CASE("table-below-root", remap, .n = { [LEVEL] = 2, [OWN_ROOT] = true }),
	/* the same of a guest that has a guest, which is what stores */
	CASE("nested-entry", remap, .nest = NEST, .n = { [LEVEL] = 1 }),
	CASE("nested-table", remap, .nest = NEST, .n = { [LEVEL] = 2 }),
	CASE("nested-huge", remap_huge, .nest = NEST),
};

const struct test test = {
	.name = "remap",
	.about = "a guest's page tables that the guest changes",
	.clauses = "G2 E12",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS | COLLECT_RING |
		      COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
