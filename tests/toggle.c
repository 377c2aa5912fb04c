// SPDX-License-Identifier: GPL-2.0-only
/*
 * Logging is switched on and off for a live slot (KVM_MR_FLAGS_ONLY).  Pages
 * that are written while logging is off must not be reported, unless
 * INITIALLY_SET reports all pages.  The first store after logging is on must be
 * reported, even if the mapping was writable or huge just before.  Pages that
 * are dirty when logging is switched off are forgotten (clause S10).  Without
 * logging there is no log to get (G6).
 */
#include "host/test.h"

/* Stores while logging is off, which are not reported. */
static void store_unlogged(struct run *r, u32 first, u32 count)
{
	round_store(r, 0, first, count);
	round_run(r);
	round_forget(r);
}

static void off_on(struct run *r)
{
	round_judge_no_log(r, 0);
	store_unlogged(r, 0, 100);
	for (u32 i = 0; i < 3; i++) {
		round_log(r, 0, true);
		round_initial(r);
		round_finish(r);
		round_store(r, 0, 50, 30);
		round_finish(r);
		round_finish(r);
		round_log(r, 0, false);
		round_judge_no_log(r, 0);
		/* The same pages, others, and some of both. */
		store_unlogged(r, 60, 100);
	}
}

/* Dirty pages that nobody harvested before logging went off are forgotten. */
static void off_while_dirty(struct run *r)
{
	round_log(r, 0, true);
	round_store(r, 0, 60, 10);
	round_relog(r, 0);
	round_store(r, 0, 65, 2);
	round_finish(r);
}

/* The call that changes nothing keeps the log (clause S11). */
static void on_again(struct run *r)
{
	round_log(r, 0, true);
	round_initial(r);
	round_store(r, 0, 60, 10);
	round_run(r);
	machine_log(r->machine, 0, true);
	round_report(r);
	round_finish(r);
}

/* Logging of one slot does not affect another slot. */
static void other_slot(struct run *r)
{
	round_log(r, 0, true);
	round_log(r, 1, true);
	round_initial(r);
	for (u32 i = 0; i < 4; i++) {
		round_store(r, 0, 63, 2);
		round_queue(r, (struct stores){
				       .op = "store-64",
				       .slot = 1,
				       .pattern = { .kind = PATTERN_SLOT_END,
						    .step = 2 } });
		round_finish(r);
		round_log(r, 1, i & 1);
		round_initial(r);
	}
}

static const struct test_case cases[] = {
	{ .name = "off-on", .clauses = "M12 G6",
	  .run = off_on, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP },
	{ .name = "off-while-dirty", .run = off_while_dirty,
	  .start = START_UNLOGGED },
	{ .name = "on-again", .clauses = "S11",
	  .run = on_again, .start = START_UNLOGGED },
	{ .name = "other-slot", .run = other_slot, .start = START_UNLOGGED,
	  .more_pages = { 70 } },
};

const struct test test = {
	.name = "toggle",
	.about = "logging is switched on and off for a live slot",
	.clauses = "S9 S10 S15 G22",
	.collectors = COLLECT_USUAL | COLLECT_RING_INIT,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
