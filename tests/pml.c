// SPDX-License-Identifier: GPL-2.0-only
/*
 * With PML (page modification logging) an Intel processor itself logs dirty
 * pages, in a buffer of 512 entries per vCPU.  KVM empties the buffer into the
 * log when the vCPU exits.  So a dirty page may be in the buffer and in no log
 * yet.  Here the buffer is just full, filled many times, emptied by exits in
 * between, or emptied into a log that is switched off and on.  In each case a
 * page could be lost or invented.  Harvests beside a vCPU in guest mode are in
 * pml_live.c.
 *
 * The cases do not depend on PML: the pages that must be reported are the same
 * on every backend.
 */
#include "host/round/moved.h"
#include "host/test.h"

/* The number of entries that fit in the buffer. */
#define BUFFER 512

enum { TOTAL, BATCH };

/*
 * TOTAL pages are written, with an exit to userspace after each BATCH of them.
 */
static void exits(struct run *r)
{
	u32 total = r->c->n[TOTAL];

	for (u32 again = 0; again < 2; again++) {
		for (u32 at = 0; at < total; at += r->c->n[BATCH]) {
			u32 left = total - at;

			round_store(r, 0, at,
			      left < r->c->n[BATCH] ? left : r->c->n[BATCH]);
			round_run(r);
		}
		round_report(r);
		round_finish(r);
	}
}

/*
 * One page is written TOTAL times between two harvests.  If the processor does
 * the stores, only the first one faults or sets a dirty bit: the page must be
 * in the ring once.
 */
static void over_and_over(struct run *r)
{
	const u32 page = 64;

	for (u32 i = 0; i < 2; i++) {
		u32 *entries = r->harvest.entries[0];

		round_queue(r, (struct stores){
				       .op = "store-64",
				       .pattern = {
					       .kind = PATTERN_RUN,
					       .nr_pages = page + 1,
					       .first = page,
					       .count = r->c->n[TOTAL] } });
		round_run(r);
		round_harvest(r);
		if (entries && r->backend->two_stage && entries[page] > 1 &&
		    !moved_any(r, 0, page, 1))
			verdict_fail("round %u: %u ring entries for one page that was not re-protected in between",
				     r->round, entries[page]);
		round_judge(r);
		round_finish(r);
	}
}

/*
 * Clause R4: the least power of two that fills a page and the reserved entries.
 */
static void smallest_ring(struct run *r)
{
	u32 least = r->backend->page_size;

	while (least / 16 < r->backend->ring_reserved)
		least *= 2;
	if (r->backend->ring_min != least)
		verdict_fail("the smallest ring that KVM accepts has %u bytes, %u expected",
			     r->backend->ring_min, least);
}

/*
 * TOTAL pages are dirty and not harvested when logging is switched off, and the
 * vCPU has exited.  These pages are forgotten (clause S10).  Pages that are
 * written after logging is on again must be reported.
 */
static void off_on(struct run *r)
{
	u32 nr = r->c->n[TOTAL];

	for (u32 again = 0; again < 2; again++) {
		round_store(r, 0, 0, nr);
		round_relog(r, 0);
		round_store(r, 0, nr / 2, nr);
		round_finish(r);
		round_finish(r);
	}
}

#define BURST(name_, count_)                                                 \
	{ .name = (name_), .pages = 4 * BUFFER + 3,                          \
	  .collectors = COLLECT_LOGS | COLLECT_RING | COLLECT_RING_BITMAP,   \
	  .stores = { { .op = "store-64", .burst = true,                     \
			.pattern = { .kind = PATTERN_RUN, .first = 1,        \
				     .count = (count_) } } } }

#define BACKINGS (BACKING_ANON | BACKING_THP)

static const struct test_case cases[] = {
	/* without an exit: one less than fits, as many as fit, one more */
	BURST("burst-511", BUFFER - 1),
	BURST("burst-512", BUFFER),
	BURST("burst-513", BUFFER + 1),
	BURST("burst-2048", 4 * BUFFER),
	BURST("burst-2049", 4 * BUFFER + 1),
	/* memory that was mapped writable; also with small rings */
	{ .name = "written-513", .start = START_WRITTEN, .backings = BACKINGS,
	  .pages = HUGE_AND_TAIL,
	  .stores = { { .op = "store-64",
			.pattern = { .kind = PATTERN_REVERSE,
				     .count = BUFFER + 1 } } } },
	{ .name = "fresh-1025", .start = START_FRESH, .pages = 2 * BUFFER + 3,
	  .stores = { { .op = "store-64",
			.pattern = { .kind = PATTERN_REVERSE,
				     .count = 2 * BUFFER + 1 } } } },
	{ .name = "exits", .run = exits, .pages = HUGE_AND_TAIL,
	  .n = { [TOTAL] = BUFFER + 1, [BATCH] = 100 } },
	{ .name = "exit-in-time", .run = exits, .pages = HUGE_AND_TAIL,
	  .n = { [TOTAL] = BUFFER, [BATCH] = BUFFER - 1 } },
	{ .name = "exit-when-full", .run = exits, .pages = 2 * BUFFER + 3,
	  .n = { [TOTAL] = 2 * BUFFER + 1, [BATCH] = BUFFER } },
	{ .name = "over-and-over", .run = over_and_over, .pages = HUGE_AND_TAIL,
	  .n = { [TOTAL] = BUFFER + 1 } },
	{ .name = "smallest-ring", .clauses = "R4 R45",
	  .run = smallest_ring, .pages = 1,
	  .collectors = COLLECT_RING_MIN },
	{ .name = "off-on-300", .run = off_on, .pages = HUGE_AND_TAIL,
	  .n = { [TOTAL] = 300 } },
	{ .name = "off-on-512", .run = off_on, .pages = 2 * BUFFER,
	  .n = { [TOTAL] = BUFFER } },
};

const struct test test = {
	.name = "pml",
	.about = "bursts, exits and toggles around a buffer of 512 dirty pages",
	.clauses = "R32 E10",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
