// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads must dirty nothing.  On an armed slot that holds on every backend.  On
 * pages that are not mapped yet the backend matters.  With NPT or EPT a read
 * fault on memory that the host maps writable maps the page writable at once,
 * and KVM marks the page dirty (allowance tdp-read).  With shadow paging that
 * happens only if the guest's own leaf entry has its dirty bit set (allowance
 * shadow-read).  n[EXCUSED] says how many pages must be excused where an
 * allowance applies.  More would be an over-report.  None would mean that the
 * allowance is not needed.
 */
#include "host/round/allowance.h"
#include "host/test.h"

enum { EXCUSED };

#define NR_READ 64

static void run(struct run *r)
{
	u64 want = r->c->n[EXCUSED];

	for (u32 i = 0; i < 2; i++) {
		round_queue(r, (struct stores){
				       .op = "read",
				       .pattern = { .kind = PATTERN_RUN,
						    .first = 3,
						    .count = NR_READ } });
		round_finish(r);
	}
	/*
	 * With INITIALLY_SET the first harvest reports all pages, and arms the
	 * slot.
	 */
	if (r->collector->initially_set)
		want = 0;
	/* Pages that the host moves are excused, too. */
	if (want && allowance_applies(r, 0) && !verdict_page->nr_moved &&
	    verdict_page->nr_excused != want)
		verdict_fail("an allowance excused %u pages, %lu expected: does this kernel need it?",
			     verdict_page->nr_excused, want);
	/* A store to a page that was read must be reported. */
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern = { .kind = PATTERN_RUN,
						     .first = 60,
						     .count = 10 } });
	round_finish(r);
}

static const struct test_case cases[] = {
	{ .name = "armed" },
	{ .name = "fresh", .start = START_FRESH },
	{ .name = "populated", .start = START_POPULATED,
	  .n = { [EXCUSED] = NR_READ } },
	{ .name = "late", .start = START_LATE, .n = { [EXCUSED] = NR_READ } },
	/*
	 * mapped before logging is on: KVM protects or splits, and does not
	 * unmap
	 */
	{ .name = "read-before", .start = START_READ },
	{ .name = "written-before", .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP },
	{ .name = "guest-dirty-bit", .start = START_POPULATED,
	  .guest_pte_dirty = true, .n = { [EXCUSED] = NR_READ } },
	{ .name = "guest-dirty-bit-armed", .guest_pte_dirty = true },
};

const struct test test = {
	.name = "reads",
	.about = "reads dirty only pages that a named allowance covers",
	.clauses = "S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
