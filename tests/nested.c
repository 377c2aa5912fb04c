// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest that has a guest.  What the inner one writes goes through page tables
 * that KVM makes of the outer guest's own (x86: shadows of its NPT or EPT), and
 * they have to be write-protected like all others.  KVM reports the page of the
 * outer guest: the inner one knows it by another address.
 *
 * Each of the two has mappings of its own, so that a page may be writable in one
 * and protected in the other.
 */
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

/* Two words and an odd end; it is armed twice. */
#define SMALL .nested = true, .pages = 130

static const struct test_case cases[] = {
	{ .name = "inner", SMALL,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .step = 7) } },
	{ .name = "inner-fresh", SMALL, .start = START_FRESH,
	  .stores = { INNER(.kind = PATTERN_WORD_EDGE) } },
	/* what only the outer guest had mapped, and huge */
	{ .name = "inner-late", .nested = true, .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP,
	  .stores = { INNER(.kind = PATTERN_STRIDE, .first = 1,
			    .step = 50) } },
	{ .name = "inner-before", .nested = true, .start = START_UNLOGGED,
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
	{ .name = "across", .nested = true, .pages = 66, .more_pages = { 5 },
	  .adjacent = true,
	  .stores = { { .op = "store-64", .nested = true, .offset_bytes = -4,
			.pattern.kind = PATTERN_SLOT_END } } },
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
