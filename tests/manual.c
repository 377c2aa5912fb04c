// SPDX-License-Identifier: GPL-2.0-only
/*
 * Manual protection is switched on and off while a slot logs.  The change must
 * take effect with the next call.  While manual protection is on, a read of the
 * log must change nothing, and dirty pages add up until they are cleared.  When
 * it is off again, a read must clear the log.
 */
#include <string.h>

#include "host/collect/dirty_try.h"
#include "host/test.h"

static void enable(struct run *r, u64 flags)
{
	int err = dirty_try_enable(r->machine, TRY_MANUAL, 0, flags);

	if (err)
		verdict_fail("KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 with 0x%lx: %s",
			     flags, strerror(err));
}

static void store(struct run *r, u32 first, u32 count)
{
	round_store(r, 0, first, count);
	round_run(r);
}

static void run(struct run *r)
{
	struct pageset want, none;

	pageset_init(&want, r->machine->slot[0].nr_pages);
	pageset_init(&none, want.nr_pages);
	for (u32 i = 0; i < 2; i++) {
		/* Switch on while pages are dirty. */
		store(r, 60, 10);
		pageset_add_range(&want, 60, 10);
		enable(r, 1);
		round_judge_log(r, 0, "switched on", &want);
		round_judge_log(r, 0, "read again", &want);
		/* These pages stay dirty, and more are written. */
		store(r, 65, 20);
		store(r, 190, 1);
		pageset_add_range(&want, 65, 20);
		pageset_add_range(&want, 190, 1);
		round_judge_log(r, 0, "written meanwhile", &want);
		collect_clear_range(r->machine, 0, &want, 64, 64);
		pageset_del_range(&want, 64, 64);
		round_judge_log(r, 0, "a word cleared", &want);
		store(r, 70, 2);
		pageset_add_range(&want, 70, 2);
		round_judge_log(r, 0, "written again", &want);
		/*
		 * Switch off: the next read reports the pages, and clears them.
		 */
		enable(r, 0);
		round_judge_log(r, 0, "switched off", &want);
		round_judge_log(r, 0, "read and cleared", &none);
		pageset_empty(&want);
		round_forget(r);
		/* All pages are tracked again, whichever call cleared them. */
		round_store(r, 0, 0, 200);
		round_finish(r);
	}
	pageset_free(&want);
	pageset_free(&none);
}

/*
 * INITIALLY_SET lets KVM protect nothing when logging is switched on, since a clear protects
 * what it clears.  Then manual protection is switched off, and a read clears, and has to
 * protect: also what KVM has mapped huge and writable.
 */
static void initially_set(struct run *r)
{
	u64 nr_pages = r->machine->slot[0].nr_pages;
	struct pageset want;

	pageset_init(&want, nr_pages);
	enable(r, 3);
	store(r, 0, nr_pages);
	round_forget(r);
	round_log(r, 0, true);
	enable(r, 0);
	pageset_fill(&want);
	round_judge_log(r, 0, "switched off, initially set", &want);
	for (u32 i = 0; i < 3; i++) {
		pageset_empty(&want);
		store(r, 60 + i, 10);
		pageset_add_range(&want, 60 + i, 10);
		round_judge_log(r, 0, "written since", &want);
	}
	round_forget(r);
	pageset_free(&want);
}

static const struct test_case cases[] = {
	{ .name = "on-off", .pages = 200, .clauses = "M6 M7 M8 M9" },
	{ .name = "on-off-written", .pages = 200, .start = START_WRITTEN,
	  .clauses = "M6 M7 M8 M9" },
	{ .name = "initially-set-off", .start = START_UNLOGGED, .clauses = "M6 M11",
	  .backings = BACKING_ANON | BACKING_THP | BACKING_HUGE_2M | BACKING_HUGE_32M,
	  .run = initially_set },
};

const struct test test = {
	.name = "manual",
	.about = "manual protection is switched on and off while a slot logs",
	.collectors = COLLECT_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
