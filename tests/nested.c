// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest with a nested guest.  Stores of the nested (inner) guest go through
 * page tables that KVM builds from the outer guest's tables (x86: shadows of
 * NPT or EPT).  KVM must write-protect these tables' mappings like all others.
 * KVM must report the outer guest's page; the inner guest has another address
 * for the page.
 *
 * Inner and outer guest have separate mappings.  A page may be writable in one
 * and protected in the other.
 *
 * The outer guest may use PML of VMX to log the pages that its nested guest
 * dirties.  KVM emulates that: when KVM sets a dirty bit in the outer guest's
 * tables, it also writes the page to the outer guest's log.  Both are writes to
 * the outer guest's memory, and must be reported.
 */
#include "host/scene/param.h"
#include "host/scene/walk.h"
#include "host/test.h"

#define INNER(...) \
	{ .op = "store-64", .nested = true, .pattern = { __VA_ARGS__ } }
#define INNER_READS(...) \
	{ .op = "read", .nested = true, .pattern = { __VA_ARGS__ } }
#define OUTER(...) { .op = "store-64", .pattern = { __VA_ARGS__ } }

/*
 * Logging is switched on when the inner guest's mappings are writable and huge.
 */
static void written_inside(struct run *r)
{
	round_queue(r, (struct stores)INNER(.kind = PATTERN_RUN));
	round_run(r);
	round_forget(r);
	round_log(r, 0, true);
	round_initial(r);
	run_stores_twice(r);
}

/*
 * Both guests' mappings are of 1G, and nothing is split before the clear of pages that are
 * dirty from the beginning (INITIALLY_SET): the clear has to protect mappings of every size.
 */
static void unsplit(struct run *r)
{
	param_set(r, "eager_page_split", "N");
	for (u32 nested = 0; nested < 2; nested++)
		round_queue(r, (struct stores){ .op = "store-64", .nested = nested,
						.pattern = { .kind = PATTERN_STRIDE,
							     .step = 10000 } });
	round_run(r);
	round_forget(r);
	round_log(r, 0, true);
	round_initial(r);
	run_stores_twice(r);
}

static void write_all(struct run *r, bool nested)
{
	round_queue(r, (struct stores){ .op = "store-64", .nested = nested,
					.pattern.kind = PATTERN_RUN });
	round_run(r);
}

/*
 * Logging is switched on while the vCPU is in its inner guest.  Both guests' mappings
 * are writable by then.  The outer guest's stores come after the next exit of the inner
 * guest, and must be reported: KVM may switch the processor's log of the outer guest
 * (PML) at that exit only.
 */
static void switched_inside(struct run *r)
{
	for (u32 i = 0; i < 2; i++) {
		write_all(r, false);
		write_all(r, true);
		round_forget(r);
		round_log(r, 0, true);
		round_initial(r);
		run_stores_twice(r);
		/* Off again, also from within the inner guest. */
		write_all(r, true);
		round_report(r);
		round_log(r, 0, false);
	}
}

/* Check entry @nr of the outer guest's log.  The log is written backwards. */
static void check_logged(const struct run *r, u32 nr, u64 want)
{
	const u64 *entries = machine_nested_log(r->machine).entries;
	u32 last = (1u << r->machine->page_shift) / sizeof(*entries) - 1;

	if (entries[last - nr] != want)
		verdict_fail("entry %u of the outer guest's log is 0x%lx, 0x%lx expected",
			     nr, entries[last - nr], want);
}

static void access_logged(struct walk *w, const char *op, u32 page)
{
	walk_begin(w);
	walk_access(w, op, page);
	round_run(w->run);
	walk_end(w);
	round_report(w->run);
}

/*
 * The outer guest maps its nested guest by one huge page.  Its dirty bit is set once, and the
 * log has the address of the store.
 */
static void outer_logs_huge(struct run *r)
{
	struct walk w;

	round_initial(r);
	walk_make(&w, r, 1, 2, WALK_FOR_NESTED, WALK_ACCESSED);
	access_logged(&w, "read", 5);
	check_logged(r, 0, 0);
	access_logged(&w, "store-64", 64);
	check_logged(r, 0, walk_nested_gpa(&w, 64));
	access_logged(&w, "store-64", 3);
	check_logged(r, 1, 0);
}

/* Each page is read, written, and written again when its dirty bit is set. */
static void outer_logs(struct run *r)
{
	static const u32 pages[] = { 5, 64, 3, 127, 6 };
	struct walk w;
	u64 gpa;

	round_initial(r);
	walk_make(&w, r, 1, 1, WALK_FOR_NESTED, WALK_ACCESSED);
	for (u32 i = 0; i < ARRAY_LEN(pages); i++) {
		gpa = walk_nested_gpa(&w, pages[i]);
		access_logged(&w, "read", pages[i]);
		check_logged(r, i, 0);
		access_logged(&w, "store-64", pages[i]);
		check_logged(r, i, gpa);
		access_logged(&w, "store-64", pages[i]);
		check_logged(r, i + 1, 0);
	}
}

/*
 * The outer guest's log is full.  The next page that becomes dirty makes the nested guest
 * exit, and is logged when the outer guest has made room: it begins the log anew.
 */
static void outer_log_full(struct run *r)
{
	const u32 again = 7;
	struct walk w;
	u32 nr;

	round_initial(r);
	walk_make(&w, r, 1, 1, WALK_FOR_NESTED, WALK_ACCESSED);
	nr = r->machine->view.nr_pages;
	walk_begin(&w);
	/* What is logged is the page, and not the byte. */
	round_queue(r, (struct stores){ .op = "store-64", .nested = true, .view = true,
					.offset_bytes = 0x128,
					.pattern = { .count = nr } });
	round_run(r);
	walk_end(&w);
	round_report(r);
	for (u32 i = 0; i < nr; i++)
		check_logged(r, i, walk_nested_gpa(&w, i));

	/* The outer guest clears a dirty bit, as one that harvests. */
	walk_set(&w, 1, again, WALK_ACCESSED);
	access_logged(&w, "store-64", again);
	check_logged(r, 0, walk_nested_gpa(&w, again));
	check_logged(r, 1, walk_nested_gpa(&w, 1));
}

/*
 * Two words and 2 pages.  The slot is armed by the outer and the inner guest.
 */
#define SMALL .nest = NEST, .pages = 130
#define FLAT .nest = NEST_FLAT, .pages = 130
#define GIGANTIC (1u << (30 - 12)) /* a page of 1G */

static const struct test_case cases[] = {
	{ .name = "inner", SMALL,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 7) } },
	{ .name = "inner-fresh", SMALL, .start = START_FRESH,
	  .stores = { INNER(.kind = PATTERN_WORD_EDGE) } },
	/* before logging only the outer guest had mappings, and huge ones */
	{ .name = "inner-late", .nest = NEST, .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	{ .name = "inner-before", .nest = NEST, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP, .run = written_inside,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	{ .name = "outer-before", .nest = NEST, .start = START_UNLOGGED,
	  .clauses = "E21", .backings = BACKING_ANON | BACKING_THP,
	  .run = switched_inside,
	  .stores = { OUTER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	{ .name = "both-before", .nest = NEST, .start = START_UNLOGGED,
	  .clauses = "E21", .run = switched_inside,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 2, .step = 50),
		      OUTER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	{ .name = "inner-reads", SMALL,
	  .stores = { INNER_READS(.kind = PATTERN_RUN),
		      INNER(.first = 65, .count = 1) } },
	/* different pages, and then the same ones */
	{ .name = "both", SMALL,
	  .stores = { OUTER(.kind = PATTERN_STRIDE, .step = 10),
		      INNER(.kind = PATTERN_STRIDE, .first = 5, .step = 10) } },
	{ .name = "both-same", SMALL,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 10),
		      OUTER(.kind = PATTERN_STRIDE, .step = 20) } },
	/* inner and outer guest in turn */
	{ .name = "back-and-forth", SMALL,
	  .stores = { INNER(.first = 62, .count = 1),
		      OUTER(.first = 63, .count = 1),
		      INNER(.first = 64, .count = 1),
		      OUTER(.first = 65, .count = 1) } },
	{ .name = "unsplit", .nest = NEST, .start = START_UNLOGGED, .clauses = "C26 E4",
	  .pages = GIGANTIC, .backings = BACKING_HUGE_1G, .run = unsplit,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR_INIT | COLLECT_RING,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 1, .step = 30000),
		      OUTER(.kind = PATTERN_STRIDE, .first = 2, .step = 30000) } },
	{ .name = "across", .nest = NEST, .pages = 66, .more_pages = { 5 },
	  .adjacent = true,
	  .stores = { { .op = "store-64", .nested = true, .offset_bytes = -4,
			.pattern.kind = PATTERN_SLOT_END } } },
	/*
	 * EPT without accessed and dirty bits for the inner guest, even if KVM
	 * tracks the outer guest's pages by dirty bits (PML)
	 */
	{ .name = "no-ad-inner", .nest = NEST_NO_AD, .pages = 130,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 7) } },
	{ .name = "no-ad-both", .nest = NEST_NO_AD, .pages = 130,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 10),
		      OUTER(.kind = PATTERN_STRIDE, .step = 20),
		      INNER_READS(.first = 1, .count = 4) } },
	{ .name = "no-ad-before", .nest = NEST_NO_AD, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP, .run = written_inside,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	{ .name = "outer-logs", .nest = NEST_PML, .pages = 130,
	  .clauses = "G19",
	  .more_pages = { 200 }, .run = outer_logs },
	{ .name = "outer-logs-huge", .nest = NEST_PML, .pages = HUGE_AND_TAIL,
	  .clauses = "G19", .more_pages = { 200 }, .run = outer_logs_huge },
	/* the view has as many pages as the log has entries */
	{ .name = "outer-log-full", .nest = NEST_PML, .pages = 520,
	  .clauses = "G19", .more_pages = { 200 }, .run = outer_log_full,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
	/*
	 * The outer guest translates nothing.  KVM has mappings of its own for each
	 * guest all the same.
	 */
	{ .name = "flat-inner", FLAT,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 7) } },
	{ .name = "flat-both", FLAT,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 10),
		      OUTER(.kind = PATTERN_STRIDE, .step = 20),
		      INNER_READS(.first = 1, .count = 4) } },
	{ .name = "flat-fresh", FLAT, .start = START_FRESH,
	  .stores = { OUTER(.kind = PATTERN_STRIDE, .step = 10),
		      INNER(.kind = PATTERN_STRIDE, .first = 5, .step = 10) } },
	{ .name = "flat-before", .nest = NEST_FLAT, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP, .run = written_inside,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	{ .name = "flat-both-before", .nest = NEST_FLAT, .start = START_UNLOGGED,
	  .clauses = "E21", .run = switched_inside,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 2, .step = 50),
		      OUTER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	/* one vCPU runs the inner guest, the other the outer guest */
	{ .name = "beside", SMALL, .vcpus = 2, .needs = NEED_CPUS2,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 4),
		      { .op = "store-64", .vcpu = 1,
			.pattern = { .kind = PATTERN_STRIDE, .first = 2,
				     .step = 4 } } } },
};

const struct test test = {
	.name = "nested",
	.about = "stores of a nested guest are reported",
	.clauses = "G2 S1 N1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
