// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's own page tables, in a logged slot.  On its way through them the
 * processor sets accessed and dirty bits, and so does KVM where it walks in the
 * processor's stead (shadow paging, emulation): each such write dirties a page
 * that no instruction stored to.  Bits that are set already are not written
 * again, but with NPT, and with EPT's own accessed and dirty bits, any walk is a
 * write access to the tables (allowance tdp-walk).
 *
 * And a guest that changes an entry must get what it says: with shadow paging
 * KVM has to notice the store, which has been write-protected for two reasons,
 * the log and the shadow.  What a harvest has protected must not become writable
 * by a store's mere mark in the log.  The same is true of the tables by which a
 * guest translates for a guest of its own, as KVM shadows them in any case.
 */
#include "host/walk.h"

#include <stdlib.h>
#include <string.h>

#include "host/allowance.h"
#include "host/test.h"

enum { LEAF, OWN_ROOT, SET, STORE };

#define TABLES 1 /* the slot of the tables */
#define PAGE 5	 /* of the view; its entries share no word with those at 0 */

/* The bits that an entry has before the access, by level: SET. */
#define AT(level, flags) ((u64)(flags) << 8 * (level))
#define EVERY(flags) (AT(1, flags) | AT(2, flags) | AT(3, flags) | AT(4, flags))
#define A WALK_ACCESSED
#define D (WALK_ACCESSED | WALK_DIRTY)
#define U WALK_USER

static u32 bits_set(const struct run *r, u32 level)
{
	return r->c->n[SET] >> 8 * level & 0xff;
}

static const char *op(const struct run *r)
{
	return r->c->n[STORE] ? "store-64" : "read";
}

/* The guest's stores to the tables, which must be reported as any others. */
static void set_bits(struct walk *w)
{
	for (u32 level = w->leaf; level <= w->top; level++)
		walk_set(w, level, PAGE, bits_set(w->run, level));
	round_finish(w->run);
}

static void check_bits(const struct walk *w)
{
	for (u32 level = w->leaf; level <= w->top; level++) {
		u32 got = walk_bits(w, level, PAGE);
		u32 want = walk_bits_after(w, level, bits_set(w->run, level),
					   w->run->c->n[STORE]);

		if (got != want)
			verdict_fail("the entry of level %u has bits 0x%x after the access, 0x%x expected",
				     level, got, want);
	}
}

static void access_page(struct walk *w)
{
	struct run *r = w->run;

	walk_begin(w);
	walk_access(w, op(r), PAGE);
	round_run(r);
	check_bits(w);
	walk_end(w);
	round_report(r);
}

static void run(struct run *r)
{
	u32 nr_tables = WALK_LEVELS - r->c->n[LEAF] + r->c->n[OWN_ROOT];
	u32 excused;
	struct walk w;

	round_initial(r);
	walk_make(&w, r, TABLES, r->c->n[LEAF], r->c->n[OWN_ROOT], 0);
	for (u32 i = 0; i < 2; i++) {
		set_bits(&w);
		access_page(&w);
		/* The same once more: every bit is set by now. */
		excused = verdict_page->nr_excused;
		access_page(&w);
		if (!r->backend->walks_write)
			continue;
		if (verdict_page->nr_excused - excused != nr_tables)
			verdict_fail("an allowance excused %u tables, %u expected: does this processor need it?",
				     verdict_page->nr_excused - excused,
				     nr_tables);
	}
	/* Nobody walks, nothing is written. */
	round_finish(r);
}

/* What was stored last must be in page @to, or the walk went another way. */
static void check_landed(struct run *r, u32 to)
{
	const struct machine *m = r->machine;
	struct machine_vcpu *v = &m->vcpu[0];
	u64 got;

	machine_wait(r->machine, round_full, r);
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
		if (r->c->n[LEAF] == 1)
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

/*
 * Two pages have entries in one table.  The guest writes one of these anew, as it
 * is, and reads there: KVM may look at all of the table again then (shadow
 * paging), and the other page is as clean as before.
 */
static void neighbour(struct run *r)
{
	struct walk w;

	round_initial(r);
	walk_make(&w, r, TABLES, 1, false, D);
	for (u32 i = 0; i < 2; i++) {
		walk_begin(&w);
		walk_access(&w, "store-64", PAGE);
		walk_access(&w, "store-64", PAGE + 1);
		round_run(r);
		walk_end(&w);
		round_report(r);

		walk_begin(&w);
		walk_set(&w, 1, PAGE, D);
		walk_access(&w, "read", PAGE);
		round_run(r);
		walk_end(&w);
		round_report(r);
	}
}

/* To page PAGE by the address that it has always had, by the view, or by both. */
static void store_by(struct walk *w, bool usual, bool view)
{
	walk_begin(w);
	if (usual)
		round_store(w->run, 0, PAGE, 1);
	if (view)
		walk_access(w, "store-64", PAGE);
	round_run(w->run);
	walk_end(w);
	round_report(w->run);
}

/* A page has two addresses, and has to be protected at both of them. */
static void two_addresses(struct run *r)
{
	struct walk w;

	round_initial(r);
	walk_make(&w, r, TABLES, 1, false, D);
	for (u32 i = 0; i < 2; i++) {
		store_by(&w, true, true);
		store_by(&w, true, false);
		store_by(&w, true, true);
		store_by(&w, false, true);
	}
}

#define CASE(what, ...) { .name = what, .more_pages = { 200 }, .n = { __VA_ARGS__ } }
#define USER_CASE(what, ...) \
	{ .name = what, .more_pages = { 200 }, .user = true, \
	  .stores = { { .op = "store-64", .user = true } }, \
	  .n = { __VA_ARGS__ } }

static const struct test_case cases[] = {
	CASE("4k-read", [LEAF] = 1),
	CASE("4k-store", [LEAF] = 1, [STORE] = true),
	CASE("4k-store-accessed", [LEAF] = 1, [STORE] = true, [SET] = EVERY(A)),
	CASE("4k-store-dirty", [LEAF] = 1, [STORE] = true, [SET] = EVERY(D)),
	/* one level only has something to set */
	CASE("4k-store-top", [LEAF] = 1, [STORE] = true,
	     [SET] = AT(1, D) | AT(2, A)),
	CASE("4k-read-middle", [LEAF] = 1, [SET] = AT(1, A) | AT(3, A)),
	CASE("4k-read-last", [LEAF] = 1, [SET] = AT(2, A) | AT(3, A)),
	CASE("4k-store-user", [LEAF] = 1, [STORE] = true, [SET] = EVERY(U)),
	CASE("2m-read", [LEAF] = 2),
	CASE("2m-store", [LEAF] = 2, [STORE] = true),
	CASE("2m-store-accessed", [LEAF] = 2, [STORE] = true, [SET] = EVERY(A)),
	CASE("2m-store-dirty", [LEAF] = 2, [STORE] = true, [SET] = EVERY(D)),
	CASE("1g-read", [LEAF] = 3),
	CASE("1g-store", [LEAF] = 3, [STORE] = true),
	CASE("1g-store-dirty", [LEAF] = 3, [STORE] = true, [SET] = EVERY(D)),
	/* the first table is in the slot, too */
	CASE("root-read", [LEAF] = 1, [OWN_ROOT] = true),
	CASE("root-store-dirty", [LEAF] = 1, [OWN_ROOT] = true, [STORE] = true,
	     [SET] = EVERY(D)),
	CASE("root-2m-store", [LEAF] = 2, [OWN_ROOT] = true, [STORE] = true),
	/* from user mode, which every entry on the way has to allow; the row's own
	 * store says whether there is one */
	USER_CASE("user-read", [LEAF] = 1, [OWN_ROOT] = true, [SET] = EVERY(U)),
	USER_CASE("user-store", [LEAF] = 1, [OWN_ROOT] = true, [STORE] = true,
		  [SET] = EVERY(U)),
	USER_CASE("user-2m-store-accessed", [LEAF] = 2, [OWN_ROOT] = true,
		  [STORE] = true, [SET] = EVERY(U | A)),
	/* tables that KVM has never mapped, but for the guest's stores */
	{ .name = "fresh", .more_pages = { 200 }, .start = START_FRESH,
	  .n = { [LEAF] = 1, [STORE] = true } },
	{ .name = "late", .more_pages = { 200 }, .start = START_LATE,
	  .n = { [LEAF] = 1, [STORE] = true } },

	{ .name = "remap", .more_pages = { 200 }, .run = remap,
	  .n = { [LEAF] = 1 } },
	{ .name = "remap-table", .more_pages = { 200 }, .run = remap,
	  .n = { [LEAF] = 2 } },
	{ .name = "remap-below-root", .more_pages = { 200 }, .run = remap,
	  .n = { [LEAF] = 2, [OWN_ROOT] = true } },
	/* the same of a guest that has a guest, which is what stores */
	{ .name = "nested-remap", .more_pages = { 200 }, .run = remap,
	  .nested = true, .n = { [LEAF] = 1 } },
	{ .name = "nested-remap-table", .more_pages = { 200 }, .run = remap,
	  .nested = true, .n = { [LEAF] = 2 } },
	{ .name = "nested-remap-huge", .more_pages = { 200 }, .run = remap_huge,
	  .nested = true },
	{ .name = "neighbour", .more_pages = { 200 }, .run = neighbour },
	{ .name = "two-addresses", .more_pages = { 200 }, .run = two_addresses },
};

const struct test test = {
	.name = "page_walk",
	.about = "bits that the processor sets in the guest's page tables",
	.clauses = "G19 E12",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS | COLLECT_RING |
		      COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
