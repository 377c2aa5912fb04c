// SPDX-License-Identifier: GPL-2.0-only
/*
 * Re-protection.  A page that was harvested is clean, and the next store to it
 * must be reported again, in every round.  Between two harvests a page is
 * reported once, however often it is written.  A round without stores must
 * report nothing.  If KVM does not re-protect a page, or does not flush the
 * TLB, the next round misses the page: the classic way to corrupt a migrated
 * guest.
 */
#include "host/test.h"

enum { TIMES };

static void queue_pages(struct run *r, u32 kind, u32 first, u32 step, u32 count,
			u64 seed)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern = { .kind = kind,
						     .first = first,
						     .step = step,
						     .count = count,
						     .seed = seed } });
}

/* One page is written n[TIMES] times between two harvests, for three rounds. */
static void many_times(struct run *r)
{
	for (u32 i = 0; i < 3; i++) {
		queue_pages(r, PATTERN_HOT, 64, 1, r->c->n[TIMES], i);
		round_finish(r);
	}
	round_finish(r);
}

/*
 * Even pages, then odd pages, and so on: each round reports its own half only.
 */
static void halves(struct run *r)
{
	for (u32 i = 0; i < 4; i++) {
		queue_pages(r, PATTERN_STRIDE, i & 1, 2, 0, 0);
		round_finish(r);
	}
}

/* One page more in each round, then one less: sets that shrink. */
static void growing(struct run *r)
{
	for (u32 n = 1; n <= 8; n++) {
		queue_pages(r, PATTERN_RUN, 60, 0, n, 0);
		round_finish(r);
	}
	for (u32 n = 7; n >= 1; n--) {
		queue_pages(r, PATTERN_RUN, 60, 0, n, 0);
		round_finish(r);
	}
	round_finish(r);
}

/* n[TIMES] rounds of random pages.  Some rounds have no stores, by the seed. */
static void random_rounds(struct run *r)
{
	struct rng rng;

	rng_seed(&rng, rng_derive(r->seed, 1));
	for (u32 i = 0; i < r->c->n[TIMES]; i++) {
		u32 count = rng_below(&rng, 60);

		if (count)
			queue_pages(r, PATTERN_RANDOM, 0, 0, count, i);
		round_finish(r);
	}
}

/* Ten rounds without a store, then one store, then ten rounds without. */
static void idle_rounds(struct run *r)
{
	for (u32 i = 0; i < 10; i++)
		round_finish(r);
	queue_pages(r, PATTERN_SLOT_END, 0, 1, 1, 0);
	round_finish(r);
	for (u32 i = 0; i < 10; i++)
		round_finish(r);
}

static const struct test_case cases[] = {
	{ .name = "one-page", .run = many_times, .n = { [TIMES] = 1 } },
	{ .name = "one-page-often", .run = many_times, .n = { [TIMES] = 300 } },
	{ .name = "halves", .run = halves },
	{ .name = "halves-fresh", .run = halves, .start = START_FRESH },
	{ .name = "halves-written", .run = halves, .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP },
	{ .name = "growing", .run = growing },
	{ .name = "random", .run = random_rounds, .n = { [TIMES] = 20 } },
	{ .name = "random-late", .run = random_rounds, .start = START_LATE,
	  .n = { [TIMES] = 20 } },
	{ .name = "idle", .run = idle_rounds },
};

const struct test test = {
	.name = "rewrite",
	.about = "harvested pages are tracked again, round after round",
	.clauses = "G5 C16 R24 C22",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
