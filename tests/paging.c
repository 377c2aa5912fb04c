// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest translates in other ways than by four levels of tables: not at all, as in early
 * boot, by two or three levels of a 32-bit system, by five, or with CR0.WP clear.  KVM has
 * other mappings for each of them, and code of its own if it shadows the guest's tables
 * (arch/x86/kvm/mmu/paging_tmpl.h is compiled once for each size of an entry).  All of the
 * mappings of a page must be protected, and a store through each must be reported; and so must
 * be the tables in which the processor, or KVM, sets accessed and dirty bits.
 */

#include "host/round/need.h"
#include "host/scene/paging.h"
#include "host/test.h"

enum { WAY, TABLES };

/* An edge of a table of two levels, and one of three; neither is an edge of a word. */
#define PAGES 300
#define EDGE_OF_4M 70
#define GPA ((1ull << 30) + (4ull << 20) - EDGE_OF_4M * 4096ull)
#define MORE 5

/* Pages around the edge of 4M, both ends, and a word's edge. */
static void store(struct run *r, u32 shift)
{
	u32 i = r->c->n[WAY];

	paging_store(r, i, EDGE_OF_4M - 3 + shift, 6);
	paging_store(r, i, 0, 2 + shift);
	paging_store(r, i, 190 + shift, 4);
	paging_store(r, i, PAGES - 1 - shift, 1 + shift);
}

static void store_as_ever(struct run *r, u32 first, u32 count)
{
	round_store(r, 0, first, count);
	round_run(r);
}

static void alternate(struct run *r)
{
	for (u32 n = 0; n < 3; n++) {
		store(r, n);
		round_report(r);
		store_as_ever(r, EDGE_OF_4M - MORE, 2 * MORE);
		round_report(r);
		store(r, 0);
		round_report(r);
		/* Either may be first to store to a page of both. */
		if (n & 1)
			store_as_ever(r, 0, EDGE_OF_4M + 1);
		store(r, 1);
		if (!(n & 1))
			store_as_ever(r, 0, EDGE_OF_4M + 1);
		round_report(r);
		round_finish(r);
	}
}

static void run(struct run *r)
{
	paging_start(r, r->c->n[WAY], r->c->n[TABLES]);
	round_initial(r);
	alternate(r);
}

/* KVM has writable mappings, both ways, when logging is switched on. */
static void logged_later(struct run *r)
{
	paging_start(r, r->c->n[WAY], r->c->n[TABLES]);
	for (u32 n = 0; n < 2; n++) {
		store_as_ever(r, 0, PAGES);
		store(r, 0);
		store(r, 1);
		round_forget(r);
		round_log(r, 0, true);
		round_initial(r);
		store(r, n);
		round_report(r);
		alternate(r);
		round_log(r, 0, false);
	}
}

/*
 * The guest changes an entry that leads to a table, between stores by it.  With shadow paging
 * KVM may have several entries for that one.
 */
static void turned(struct run *r)
{
	static const u32 distances[] = { 100, 150, 0, 120 };
	u32 i = r->c->n[WAY];

	paging_start(r, i, 0);
	round_initial(r);
	for (u32 n = 0; n < ARRAY_LEN(distances); n++) {
		store(r, 0);
		round_report(r);
		/* Without faults, which make KVM look at the guest's tables. */
		if (n & 1)
			store(r, 0);
		paging_turn(r, i, EDGE_OF_4M, distances[n]);
		store(r, 0);
		round_report(r);
	}
}

static const struct {
	const char *suffix;
	enum start start;
	void (*run)(struct run *r);
	bool tables; /* they are in a logged slot */
} rows[] = {
	{ "", START_ARMED, run, false },
	{ "-fresh", START_FRESH, run, false },
	{ "-logged-later", START_UNLOGGED, logged_later, false },
	{ "-tables", START_POPULATED, run, true },
	{ "-turned", START_ARMED, turned, false },
};

static void add_cases(const struct image *image)
{
	(void)image;
	for (u32 i = 0; paging_name(i); i++)
		for (u32 n = 0; n < ARRAY_LEN(rows); n++) {
			if ((rows[n].tables && !paging_has_tables(i)) ||
			    (rows[n].run == turned && !paging_turns(i)))
				continue;
			cases_add((struct test_case){
				.start = rows[n].start,
				.run = rows[n].run,
				.needs = paging_legacy(i) ? NEED_LEGACY : 0,
				.gpa = GPA,
				.pages = PAGES,
				.more_pages = { rows[n].tables ? 16 : 0 },
				.n = { [WAY] = i, [TABLES] = rows[n].tables ? 1 : 0 },
			}, "%s%s", paging_name(i), rows[n].suffix);
		}
}

const struct test test = {
	.name = "paging",
	.about = "a guest without page tables, or with those of 32-bit or newer processors",
	.clauses = "G2 G19",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING,
	.backings = BACKING_ANON | BACKING_THP,
	.add_cases = add_cases,
};
