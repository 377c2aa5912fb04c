// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest changes an entry of its page tables.  Its next store must go where
 * the new entry leads.  With shadow paging KVM has to notice the store to the
 * table.  The table is write-protected for two reasons: for the dirty log and
 * for the shadow.  When a store to the table is marked in the log, the page
 * must not become writable, or KVM would not notice the next change.  The same
 * holds for an outer guest's tables for its nested guest, which KVM shadows on
 * every backend.  If a store goes by the old entry, it destroys a page that the
 * guest uses for something else by then.
 */
#include "host/scene/walk.h"

#include <string.h>

#include "host/collect/dirty_try.h"
#include "host/scene/smm.h"
#include "host/test.h"

/*
 * LEVEL of the entry that changes: 1 maps a page, 2 leads to a level-1 table. ONCE: only one
 * change is made.
 */
enum { LEVEL, WHOSE, ONCE };

#define TABLES 1 /* the slot of the tables */
#define PAGE 5	 /* of the view */
#define SMM_SLOT 300 /* a number that no slot of the machine has */
#define D (WALK_ACCESSED | WALK_DIRTY)

/* The value stored last must be in page @to, or the walk led elsewhere. */
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

/*
 * Store through the view.  The store must go to page @to, and be reported
 * there.
 */
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

/* Store with the present tables, so that KVM has mappings from them. */
static void store_again(struct walk *w)
{
	walk_begin(w);
	store_lands(w, w->run->machine->view.page[PAGE]);
}

/*
 * Prepare a change of the entry.  The last harvest has protected the page that
 * the entry leads to, so the next store faults, and KVM reads the entry anyway.
 * Every other time the guest stores to the page before the change.  Then there
 * is no fault, and only the store to the table tells KVM about the change.
 */
static void before_change(struct walk *w, u32 time)
{
	walk_begin(w);
	if (time & 1)
		walk_access(w, "store-64", PAGE);
}

/* The guest's entry leads to one page after the other. */
static void remap(struct run *r)
{
	static const u32 leads_to[] = { 300, 17, 130, 17, 64, 300 };
	struct walk w;

	round_initial(r);
	walk_by_processor(r, 1, r->c->n[WHOSE], false);
	walk_make(&w, r, TABLES, 1, r->c->n[WHOSE], D);
	w.setter = r->c->stores[0].op;
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

/* A huge page replaces a table, and then the table replaces the huge page. */
static void remap_huge(struct run *r)
{
	struct walk w;

	round_initial(r);
	walk_by_processor(r, 1, r->c->n[WHOSE], false);
	walk_make(&w, r, TABLES, 1, r->c->n[WHOSE], D);
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

/*
 * System management mode sees the tables in a slot of its own, and changes the entry there.
 * KVM must look at the slots of both address spaces for what it shadows.
 */
static void remap_in_smm(struct run *r)
{
	static const u32 leads_to[] = { 300, 17, 130, 64 };
	const struct machine_slot *tables = &r->machine->slot[TABLES];
	struct dirty_try_slot same = {
		.id = 1 << 16 | SMM_SLOT,
		.gpa = tables->gpa,
		.bytes = tables->nr_pages << r->machine->page_shift,
		.hva = tables->hva,
	};
	struct walk w;
	u64 value, gpa;
	int err;

	round_initial(r);
	walk_by_processor(r, 1, WALK_GUEST, false);
	walk_make(&w, r, TABLES, 1, WALK_GUEST, D);
	err = dirty_try_slot(r->machine, &same);
	if (err)
		verdict_error("a slot in SMM: %s", strerror(err));
	for (u32 i = 0; i < (r->c->n[ONCE] ? 1 : ARRAY_LEN(leads_to)); i++) {
		store_again(&w);
		/* The page is not protected again before the entry changes: see before_change(). */
		walk_access(&w, "store-64", PAGE);
		round_run(r);
		gpa = walk_plan(&w, r->c->n[LEVEL] == 2 ? 20 + i : 0, PAGE,
				leads_to[i], D, &value);
		smm_poke(r, gpa, value);
		smm_run(r);
		walk_begin(&w);
		store_lands(&w, leads_to[i]);
	}
}

#define CASE(what, body, ...) \
	{ .name = what, .pages = HUGE_AND_TAIL, .more_pages = { 200 }, \
	  .run = body, __VA_ARGS__ }

#define LARGE_IN_SMM(what, ...) \
	{ .name = what, .pages = HUGE_AND_TAIL, .more_pages = { 2ull * PER_HUGE }, \
	  .backings = BACKING_ANON | BACKING_THP, .smm_pages = 1, .needs = NEED_SMM, \
	  .run = remap_in_smm, __VA_ARGS__ }

#define LOCKED .stores = { { .op = "xchg-64" } }

static const struct test_case cases[] = {
	CASE("entry", remap, .n = { [LEVEL] = 1 }),
	CASE("table", remap, .n = { [LEVEL] = 2 }),
	CASE("table-below-root", remap, .n = { [LEVEL] = 2, [WHOSE] = WALK_WITH_ROOT }),
	/* the same for an outer guest's tables; the nested guest stores */
	CASE("nested-entry", remap, .nest = NEST,
	     .n = { [LEVEL] = 1, [WHOSE] = WALK_FOR_NESTED }),
	CASE("nested-table", remap, .nest = NEST,
	     .n = { [LEVEL] = 2, [WHOSE] = WALK_FOR_NESTED }),
	/* a locked instruction makes the change; KVM emulates it in another way */
	CASE("table-locked", remap, LOCKED, .n = { [LEVEL] = 2 }),
	CASE("nested-entry-locked", remap, LOCKED, .nest = NEST,
	     .n = { [LEVEL] = 1, [WHOSE] = WALK_FOR_NESTED }),
	CASE("nested-table-locked", remap, LOCKED, .nest = NEST,
	     .n = { [LEVEL] = 2, [WHOSE] = WALK_FOR_NESTED }),
	CASE("nested-entry-narrow", remap, .nest = NEST_NARROW,
	     .n = { [LEVEL] = 1, [WHOSE] = WALK_FOR_NESTED }),
	CASE("nested-table-narrow", remap, .nest = NEST_NARROW,
	     .n = { [LEVEL] = 2, [WHOSE] = WALK_FOR_NESTED }),
	CASE("nested-huge-narrow", remap_huge, .nest = NEST_NARROW,
	     .n = { [WHOSE] = WALK_FOR_NESTED }),
	CASE("nested-huge", remap_huge, .nest = NEST,
	     .n = { [WHOSE] = WALK_FOR_NESTED }),
	CASE("entry-in-smm", remap_in_smm, .smm_pages = 1, .needs = NEED_SMM,
	     .n = { [LEVEL] = 1, [ONCE] = true }),
	/* KVM has taken a change over before */
	CASE("entry-in-smm-again", remap_in_smm, .smm_pages = 1, .needs = NEED_SMM,
	     .n = { [LEVEL] = 1 }),
	CASE("table-in-smm", remap_in_smm, .smm_pages = 1, .needs = NEED_SMM,
	     .n = { [LEVEL] = 2 }),
	/* SMM's slot may be mapped huge where the tables are */
	LARGE_IN_SMM("entry-in-smm-large", .n = { [LEVEL] = 1, [ONCE] = true }),
	LARGE_IN_SMM("table-in-smm-large", .n = { [LEVEL] = 2 }),
};

const struct test test = {
	.name = "remap",
	.about = "the guest changes its page tables, and stores go where they lead",
	.clauses = "G2 E12",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS | COLLECT_RING |
		      COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
