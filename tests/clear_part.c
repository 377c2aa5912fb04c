// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM_CLEAR_DIRTY_LOG of a part of a slot.  Pages in the range whose bit is set
 * must become clean and be tracked again (clause C16).  All other pages must
 * keep their state (C17), both outside the range and where the bit is not set.
 * The ranges touch the first word, the last word and a partial word of the
 * slot, because released kernels got each of these wrong (B1 to B4 in the
 * clause list).
 */
#include "host/test.h"

/*
 * The range is NR pages from FIRST on.  Every EVERY-th bit of the range is set.
 */
enum { FIRST, NR, EVERY };

static void write_all(struct run *r, u32 step)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern = { .kind = PATTERN_STRIDE,
						     .step = step } });
	round_run(r);
}

static void run(struct run *r)
{
	u64 nr_pages = r->machine->slot[0].nr_pages;
	u64 first = round_pages(r, r->c->n[FIRST]);
	u64 end = first + round_pages(r, r->c->n[NR]);
	struct pageset dirty, clear;

	pageset_init(&dirty, nr_pages);
	pageset_init(&clear, nr_pages);

	write_all(r, 1);
	pageset_fill(&dirty);
	round_judge_log(r, 0, "all written", &dirty);
	/* Clause M8: reading changes nothing. */
	round_judge_log(r, 0, "read again", &dirty);

	for (u64 page = first; page < end; page += r->c->n[EVERY])
		pageset_add(&clear, page);
	collect_clear_range(r->machine, 0, &clear, first, end - first);
	pageset_andnot(&dirty, &clear);
	round_judge_log(r, 0, "part cleared", &dirty);

	/* Clause C18: clearing what is clean is harmless. */
	collect_clear_range(r->machine, 0, &clear, first, end - first);
	round_judge_log(r, 0, "cleared again", &dirty);

	/* Cleared pages are tracked again.  The others stay as they are. */
	write_all(r, 3);
	for (u64 page = 0; page < nr_pages; page += 3)
		pageset_add(&dirty, page);
	round_judge_log(r, 0, "every third written", &dirty);

	collect_clear_range(r->machine, 0, &dirty, 0, nr_pages);
	pageset_empty(&dirty);
	round_judge_log(r, 0, "all cleared", &dirty);
	write_all(r, 1);
	pageset_fill(&dirty);
	round_judge_log(r, 0, "all written again", &dirty);
}

/* 3 words and 8 pages: the tail is a partial word */
#define ODD_PAGES 200

#define PART(first, nr, every) \
	.n = { [FIRST] = first, [NR] = nr, [EVERY] = every }

static const struct test_case cases[] = {
	{ .name = "whole", .pages = ODD_PAGES, PART(0, 200, 1) },
	{ .name = "first-word", .pages = ODD_PAGES, PART(0, 64, 1) },
	{ .name = "middle-word", .pages = ODD_PAGES, PART(64, 64, 1) },
	{ .name = "last-whole-word", .pages = ODD_PAGES, PART(128, 64, 1) },
	{ .name = "tail", .clauses = "C4",
	  .pages = ODD_PAGES, PART(192, 8, 1) },
	{ .name = "word-and-tail", .pages = ODD_PAGES, PART(128, 72, 1) },
	{ .name = "all-but-first", .pages = ODD_PAGES, PART(64, 136, 1) },
	{ .name = "all-but-tail", .pages = ODD_PAGES, PART(0, 192, 1) },
	/* bits that are not set: one in two, one per word, both edges */
	{ .name = "every-2nd-bit", .clauses = "C17",
	  .pages = ODD_PAGES, PART(0, 200, 2) },
	{ .name = "every-63rd-bit", .pages = ODD_PAGES, PART(64, 128, 63) },
	{ .name = "no-other-bit", .clauses = "C17 M13 M14",
	  .pages = ODD_PAGES, PART(64, 128, 128) },
	/*
	 * clause C23: a slot of less than a word was never cleared in some
	 * kernels
	 */
	{ .name = "slot-of-7", .pages = 7, PART(0, 7, 1) },
	{ .name = "slot-of-1", .pages = 1, PART(0, 1, 1) },
	{ .name = "slot-of-64", .pages = 64, PART(0, 64, 1) },
	{ .name = "slot-of-65", .pages = 65, PART(64, 1, 1) },
	/* a range of no pages is no error (clause C8) */
	{ .name = "no-pages", .clauses = "C8",
	  .pages = ODD_PAGES, PART(64, 0, 1) },
	/*
	 * mapped huge before: the clear splits a huge mapping, and loses no
	 * page
	 */
	{ .name = "huge-edge", .start = START_WRITTEN,
	  .pages = 2 * PER_HUGE + 3, .backings = BACKING_ANON | BACKING_THP,
	  PART(PER_HUGE - 64, 128, 1) },
	{ .name = "huge-whole", .start = START_WRITTEN,
	  .pages = 2 * PER_HUGE + 3, .backings = BACKING_THP,
	  PART(PER_HUGE, PER_HUGE, 1) },
};

const struct test test = {
	.name = "clear_part",
	.about = "KVM_CLEAR_DIRTY_LOG clears the given pages and no others",
	.clauses = "C15 C16 C17 C25",
	/*
	 * Each case defines the range to clear, so the chunk sizes of
	 * collectors do not matter: one manual collector, and one that starts
	 * with all ones.
	 */
	.collectors = COLLECT_CLEAR | COLLECT_CLEAR_INIT,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
