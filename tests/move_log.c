// SPDX-License-Identifier: GPL-2.0-only
/*
 * One call moves a slot and switches its logging.  KVM then has to do both: mappings of the
 * old place are gone, and a log begins, or ends.  A slot that gets no bitmap by that call,
 * or whose vCPUs are not told that something logs now, loses all that is written.
 */
#include "host/test.h"

/* Not a multiple of a word, and within the gap between slots. */
#define DISTANCE 37

static void store_unlogged(struct run *r)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern.kind = PATTERN_RUN });
	round_run(r);
	round_forget(r);
}

static void check_tracked(struct run *r)
{
	round_initial(r);
	round_finish(r);
	for (u32 i = 0; i < 2; i++) {
		round_store(r, 0, 60, 10);
		round_finish(r);
		round_finish(r);
	}
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern.kind = PATTERN_RUN });
	round_finish(r);
}

/* The other slots, if any, are not affected. */
static void check_others(struct run *r)
{
	for (u32 i = 1; i < r->machine->nr_slots; i++)
		round_queue(r, (struct stores){ .op = "store-64",
						.slot = i,
						.pattern = { .first = 1,
							     .count = 3 } });
	round_finish(r);
}

static void on_and_off(struct run *r)
{
	for (u32 i = 1; i < r->machine->nr_slots; i++)
		round_log(r, i, true);
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		store_unlogged(r);
		round_move_slot_log(r, 0, i ? -DISTANCE : DISTANCE, true);
		check_tracked(r);
		check_others(r);
		/* What is dirty by then is forgotten. */
		round_store(r, 0, 62, 5);
		round_run(r);
		round_move_slot_log(r, 0, i ? DISTANCE : -DISTANCE, false);
		round_judge_no_log(r, 0);
		store_unlogged(r);
		check_others(r);
		round_move_slot_log(r, 0, i ? -DISTANCE : DISTANCE, true);
		check_tracked(r);
		round_move_slot_log(r, 0, 0, false);
	}
}

static const struct test_case cases[] = {
	{ .name = "alone", .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP, .run = on_and_off },
	/* something logs already, or still */
	{ .name = "beside-another", .start = START_UNLOGGED,
	  .more_pages = { 70 }, .run = on_and_off },
};

const struct test test = {
	.name = "move_log",
	.about = "a slot moves, and logging is switched in the same call",
	.clauses = "S10 S12 S13 M12 G6",
	.collectors = COLLECT_USUAL | COLLECT_RING_INIT,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
