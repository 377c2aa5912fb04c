// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest that has a guest.  What the inner one writes goes through page tables
 * that KVM makes of the outer guest's own (x86: shadows of its NPT or EPT), and
 * they have to be write-protected like all others.  KVM reports the page of the
 * outer guest: the inner one knows it by another address.
 *
 * Each of the two has mappings of its own, so that a page may be writable in one
 * and protected in the other.
 *
 * The outer one may have the processor log what its nested guest dirties (PML of
 * VMX).  KVM does that in its stead: it notes a page in the outer guest's log when
 * it sets a dirty bit in its tables, and both are writes to its memory.
 */
#include "host/scene/walk.h"
#include "host/test.h"

#define INNER(...) \
	{ .op = "store-64", .nested = true, .pattern = { __VA_ARGS__ } }
#define INNER_READS(...) \
	{ .op = "read", .nested = true, .pattern = { __VA_ARGS__ } }
#define OUTER(...) { .op = "store-64", .pattern = { __VA_ARGS__ } }

/* Logging goes on for what the inner guest has mapped writable, and huge. */
static void written_inside(struct run *r)
{
	round_queue(r, (struct stores)INNER(.kind = PATTERN_RUN));
	round_run(r);
	round_forget(r);
	round_log(r, 0, true);
	round_initial(r);
	run_stores_twice(r);
}

/* The outer guest's log, which is written backwards. */
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

/* Page by page is read, becomes dirty, and is dirty already. */
static void outer_logs(struct run *r)
{
	static const u32 pages[] = { 5, 64, 3, 127, 6 };
	struct walk w;
	u64 gpa;

	round_initial(r);
	walk_make(&w, r, 1, 1, false, WALK_ACCESSED);
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

/* Two words and an odd end; it is armed twice. */
#define SMALL .nest = NEST, .pages = 130

static const struct test_case cases[] = {
	{ .name = "inner", SMALL,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 7) } },
	{ .name = "inner-fresh", SMALL, .start = START_FRESH,
	  .stores = { INNER(.kind = PATTERN_WORD_EDGE) } },
	/* what only the outer guest had mapped, and huge */
	{ .name = "inner-late", .nest = NEST, .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	{ .name = "inner-before", .nest = NEST, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP, .run = written_inside,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 1,
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
	/* in and out again */
	{ .name = "back-and-forth", SMALL,
	  .stores = { INNER(.first = 62, .count = 1),
		      OUTER(.first = 63, .count = 1),
		      INNER(.first = 64, .count = 1),
		      OUTER(.first = 65, .count = 1) } },
	{ .name = "across", .nest = NEST, .pages = 66, .more_pages = { 5 },
	  .adjacent = true,
	  .stores = { { .op = "store-64", .nested = true, .offset_bytes = -4,
			.pattern.kind = PATTERN_SLOT_END } } },
	/* what KVM maps for the inner guest has no dirty bits then, though it may be
	 * by them that the outer guest's own pages are tracked (PML) */
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
	/* one vCPU is inside while the other is not */
	{ .name = "beside", SMALL, .vcpus = 2, .needs = NEED_CPUS2,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 4),
		      { .op = "store-64", .vcpu = 1,
			.pattern = { .kind = PATTERN_STRIDE, .first = 2,
				     .step = 4 } } } },
};

const struct test test = {
	.name = "nested",
	.about = "pages that a nested guest writes",
	.clauses = "G2 S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
