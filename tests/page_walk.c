// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's own page tables lie in a logged slot.  When the processor walks
 * them, it sets accessed and dirty bits.  So does KVM when it walks instead of
 * the processor (shadow paging, emulation).  Each such write dirties a page
 * that no instruction stored to, and must be reported.  Bits that are set
 * already are not written again.  But with NPT, and with accessed and dirty
 * bits of EPT, every walk is a write access to the tables (allowance tdp-walk).
 */
#include "host/scene/walk_way.h"

#include <stdlib.h>
#include <string.h>

#include "host/round/allowance.h"
#include "host/test.h"

enum { LEAF, WHOSE, SET, STORE };

#define TABLES 1 /* the slot of the tables */
#define PAGE 5	 /* of the view; page 0 is another one, so a mix-up with it shows */

/* SET: the bits that the entries have before the access. */
#define AT WALK_AT
#define EVERY WALK_EVERY
#define A WALK_ACCESSED
#define D (WALK_ACCESSED | WALK_DIRTY)
#define U WALK_USER

static const char *op(const struct run *r)
{
	return r->c->n[STORE] ? "store-64" : "read";
}

static void access_page(struct walk *w)
{
	struct run *r = w->run;

	walk_begin(w);
	walk_access(w, op(r), PAGE);
	round_run(r);
	walk_check_way(w, PAGE, r->c->n[SET], r->c->n[STORE]);
	walk_end(w);
	round_report(r);
}

static void run(struct run *r)
{
	enum walk_whose whose = r->c->n[WHOSE];
	u32 excused, nr_tables;
	struct walk w;

	round_initial(r);
	walk_by_processor(r, r->c->n[LEAF], whose, r->c->n[SET] != EVERY(D));
	walk_make(&w, r, TABLES, r->c->n[LEAF], whose, 0);
	nr_tables = w.top - w.leaf + 1;
	if (r->c->nest == NEST && !walk_has_bits(&w))
		verdict_skip("KVM sets no accessed bits in tables for nested guests here");
	for (u32 i = 0; i < 2; i++) {
		walk_set_way(&w, PAGE, r->c->n[SET]);
		round_finish(r);
		access_page(&w);
		/* Once more, with every bit set already. */
		excused = verdict_page->nr_excused;
		access_page(&w);
		/* Pages that the host moves are excused, too. */
		if (!walk_writes(r, whose) || verdict_page->nr_moved)
			continue;
		if (verdict_page->nr_excused - excused != nr_tables)
			verdict_fail("an allowance excused %u tables, %u expected: does this processor need it?",
				     verdict_page->nr_excused - excused,
				     nr_tables);
	}
	/* Without a walk nothing is written. */
	round_finish(r);
}

/*
 * Two pages have entries in one table.  The guest rewrites one entry with the
 * value that it has, and reads through it.  With shadow paging KVM may then
 * synchronise the whole table.  The other page must stay clean.
 */
static void neighbour(struct run *r)
{
	struct walk w;

	round_initial(r);
	walk_by_processor(r, 1, WALK_GUEST, false);
	walk_make(&w, r, TABLES, 1, WALK_GUEST, D);
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

/*
 * Store to page PAGE by its usual address, by the view's address, or by both.
 */
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

/* A page that is mapped at two addresses must be protected at both. */
static void two_addresses(struct run *r)
{
	struct walk w;

	round_initial(r);
	walk_by_processor(r, 1, WALK_GUEST, false);
	walk_make(&w, r, TABLES, 1, WALK_GUEST, D);
	for (u32 i = 0; i < 2; i++) {
		store_by(&w, true, true);
		store_by(&w, true, false);
		store_by(&w, true, true);
		store_by(&w, false, true);
	}
}

/*
 * KVM drops its mappings of the tables, which it may shadow, and the guest reads them as it
 * reads other memory: those above the last level, which KVM never lets the guest write
 * without a fault then.  Reading dirties nothing.
 */
static void tables_read(struct run *r)
{
	const struct machine_slot *s = &r->machine->slot[TABLES];
	u64 unmapped_bytes;
	const char *why;
	struct walk w;

	round_initial(r);
	walk_by_processor(r, 1, r->c->n[WHOSE], false);
	walk_make(&w, r, TABLES, 1, r->c->n[WHOSE], D);
	for (u32 i = 0; i < 2; i++) {
		store_by(&w, false, true);
		why = backing_protect(r->backing, s->hva,
				      s->nr_pages << r->machine->page_shift,
				      &unmapped_bytes);
		if (why)
			verdict_skip("%s", why);
		pageset_empty(&r->slot[TABLES].armed);
		for (u32 level = 2; level <= w.top; level++)
			round_queue(r, (struct stores){
				.op = "read", .slot = TABLES,
				.pattern = { .kind = PATTERN_RUN,
					     .first = w.table[level],
					     .count = 1 } });
		round_finish(r);
	}
}

static void nothing_reported(struct run *r, u32 slot)
{
	struct pageset none;

	pageset_init(&none, r->machine->slot[slot].nr_pages);
	round_judge_set(r, slot, "", &none, &none, &r->harvest.dirty[slot]);
	pageset_free(&none);
}

/*
 * The tables are in a read-only slot.  A walk that sets no bit must succeed.  A
 * walk that must set a bit is a data abort for the guest: no instruction has
 * stored, so userspace could not do the store for the processor.
 */
static void read_only(struct run *r)
{
	struct machine_slot_again as = { .readonly = true, .logging = true };
	bool aborts = !r->c->n[SET];
	struct machine_vcpu *dead;
	struct walk w;

	round_initial(r);
	walk_by_processor(r, 1, WALK_GUEST, !r->c->n[SET]);
	walk_make(&w, r, TABLES, 1, WALK_GUEST, r->c->n[SET]);
	machine_delete_slot(r->machine, TABLES);
	machine_create_slot(r->machine, TABLES, &as);
	walk_access(&w, op(r), PAGE);
	round_go(r);
	dead = machine_wait_death(r->machine);
	if (dead && (!aborts || !strstr(dead->words, "(data abort)")))
		verdict_fail("%s", dead->words);
	if (!aborts) {
		round_wait(r);
		round_report(r);
		return;
	}
	if (!dead)
		verdict_fail("the walk set a bit in a read-only slot, or went on without it");
	round_harvest(r);
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		nothing_reported(r, i);
}

/*
 * Where KVM walks for the processor, it leaves the bits of a read-only slot as they are, and
 * the access succeeds (FNAME(update_accessed_dirty_bits) in arch/x86/kvm/mmu/paging_tmpl.h).
 */
static void read_only_left(struct run *r)
{
	struct machine_slot_again as = { .readonly = true, .logging = true };
	const struct machine_slot *s = &r->machine->slot[TABLES];
	u64 bytes = s->nr_pages << r->machine->page_shift;
	u8 *before = malloc(bytes);
	struct walk w;

	if (r->backend->two_stage)
		verdict_skip("the processor walks the guest's tables here");
	round_initial(r);
	walk_make(&w, r, TABLES, 1, WALK_GUEST, 0);
	memcpy(before, s->hva, bytes);
	round_delete_slot(r, TABLES);
	round_create_slot(r, TABLES, &as);
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		walk_access(&w, "read", PAGE);
		walk_access(&w, "store-64", PAGE + 1);
		round_finish(r);
		if (memcmp(before, s->hva, bytes))
			verdict_fail("a walk set a bit in a read-only slot");
	}
	free(before);
}

#define CASE(what, ...) { .name = what, .more_pages = { 200 }, .n = { __VA_ARGS__ } }
/* for a leaf of 2M or 1G, which begins where the slot does */
#define LARGE(what, ...) \
	{ .name = what, .pages = HUGE_AND_TAIL, .more_pages = { 200 }, \
	  .n = { __VA_ARGS__ } }
#define USER_CASE(what, nr, ...) \
	{ .name = what, .pages = nr, .more_pages = { 200 }, .user = true, \
	  .stores = { { .op = "store-64", .user = true } }, \
	  .n = { __VA_ARGS__ } }
#define NESTED_CASE(what, how, ...) \
	{ .name = what, .more_pages = { 200 }, .nest = how, .clauses = "G19 E12 N2", \
	  .n = { [LEAF] = 1, [WHOSE] = WALK_FOR_NESTED, __VA_ARGS__ } }
#define OWN_CASE(what, how, ...) \
	{ .name = what, .more_pages = { 200 }, .nest = how, \
	  .n = { [LEAF] = 1, [WHOSE] = WALK_NESTED, __VA_ARGS__ } }

static const struct test_case cases[] = {
	CASE("4k-read", [LEAF] = 1),
	CASE("4k-store", [LEAF] = 1, [STORE] = true),
	CASE("4k-store-accessed", [LEAF] = 1, [STORE] = true, [SET] = EVERY(A)),
	CASE("4k-store-dirty", [LEAF] = 1, [STORE] = true, [SET] = EVERY(D)),
	/* only one level has a bit to set */
	CASE("4k-store-top", [LEAF] = 1, [STORE] = true,
	     [SET] = AT(1, D) | AT(2, A)),
	CASE("4k-read-middle", [LEAF] = 1, [SET] = AT(1, A) | AT(3, A)),
	CASE("4k-read-last", [LEAF] = 1, [SET] = AT(2, A) | AT(3, A)),
	CASE("4k-store-user", [LEAF] = 1, [STORE] = true, [SET] = EVERY(U)),
	LARGE("2m-read", [LEAF] = 2),
	LARGE("2m-store", [LEAF] = 2, [STORE] = true),
	LARGE("2m-store-accessed", [LEAF] = 2, [STORE] = true, [SET] = EVERY(A)),
	LARGE("2m-store-dirty", [LEAF] = 2, [STORE] = true, [SET] = EVERY(D)),
	LARGE("1g-read", [LEAF] = 3),
	LARGE("1g-store", [LEAF] = 3, [STORE] = true),
	LARGE("1g-store-dirty", [LEAF] = 3, [STORE] = true, [SET] = EVERY(D)),
	/* the root table is in the slot too */
	CASE("root-read", [LEAF] = 1, [WHOSE] = WALK_WITH_ROOT),
	CASE("root-store-dirty", [LEAF] = 1, [WHOSE] = WALK_WITH_ROOT, [STORE] = true,
	     [SET] = EVERY(D)),
	LARGE("root-2m-store", [LEAF] = 2, [WHOSE] = WALK_WITH_ROOT, [STORE] = true),
	/* from user mode, which the entries of all levels must allow; the row's
	 * store makes architectures without user mode leave the case out */
	USER_CASE("user-read", 0, [LEAF] = 1, [WHOSE] = WALK_WITH_ROOT, [SET] = EVERY(U)),
	USER_CASE("user-store", 0, [LEAF] = 1, [WHOSE] = WALK_WITH_ROOT, [STORE] = true,
		  [SET] = EVERY(U)),
	USER_CASE("user-2m-store-accessed", HUGE_AND_TAIL, [LEAF] = 2, [WHOSE] = WALK_WITH_ROOT,
		  [STORE] = true, [SET] = EVERY(U | A)),
	/*
	 * the outer guest's tables that translate for its nested guest; KVM
	 * walks these in software
	 */
	NESTED_CASE("nested-read", NEST),
	NESTED_CASE("nested-store", NEST, [STORE] = true),
	NESTED_CASE("nested-store-accessed", NEST, [STORE] = true,
		    [SET] = EVERY(A)),
	NESTED_CASE("nested-store-dirty", NEST, [STORE] = true,
		    [SET] = EVERY(D)),
	NESTED_CASE("nested-no-ad", NEST_NO_AD, [STORE] = true),
	/* the nested guest's own tables */
	OWN_CASE("own-read", NEST),
	OWN_CASE("own-store", NEST, [STORE] = true),
	OWN_CASE("own-store-dirty", NEST, [STORE] = true, [SET] = EVERY(D)),
	/*
	 * the same, where the outer guest's tables have no accessed bits; no emulated
	 * processor can run the one whose walks set bits
	 */
	OWN_CASE("own-no-ad-read", NEST_NO_AD, [SET] = EVERY(D)),
	OWN_CASE("own-no-ad-store", NEST_NO_AD, [STORE] = true),
	OWN_CASE("own-no-ad-store-dirty", NEST_NO_AD, [STORE] = true, [SET] = EVERY(D)),
	/* KVM maps the tables only because the guest has stored to them */
	{ .name = "fresh", .more_pages = { 200 }, .start = START_FRESH,
	  .n = { [LEAF] = 1, [STORE] = true } },
	{ .name = "late", .more_pages = { 200 }, .start = START_LATE,
	  .n = { [LEAF] = 1, [STORE] = true } },

	/* on arm64 only, because only arm64 has that collector */
	{ .name = "read-only", .more_pages = { 200 }, .run = read_only,
	  .clauses = "S21 G21", .collectors = COLLECT_RING_BITMAP,
	  .n = { [SET] = D, [STORE] = true } },
	{ .name = "read-only-read-aborts", .more_pages = { 200 },
	  .clauses = "S21 G21", .collectors = COLLECT_RING_BITMAP,
	  .run = read_only },
	{ .name = "read-only-store-aborts", .more_pages = { 200 },
	  .clauses = "S21 G21", .collectors = COLLECT_RING_BITMAP,
	  .run = read_only, .n = { [STORE] = true } },
	/* the row's store makes arm64 leave the case out */
	{ .name = "read-only-left", .more_pages = { 200 }, .run = read_only_left,
	  .clauses = "S5 G21", .stores = { { .op = "ins-32" } } },
	{ .name = "neighbour", .more_pages = { 200 }, .run = neighbour },
	{ .name = "tables-read", .more_pages = { 200 }, .run = tables_read },
	{ .name = "nested-tables-read", .more_pages = { 200 }, .nest = NEST,
	  .run = tables_read, .n = { [WHOSE] = WALK_FOR_NESTED } },
	{ .name = "two-addresses", .more_pages = { 200 }, .run = two_addresses },
};

const struct test test = {
	.name = "page_walk",
	.about = "bits that the processor sets in the guest's page tables are reported",
	.clauses = "G19 E12",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS | COLLECT_RING |
		      COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
