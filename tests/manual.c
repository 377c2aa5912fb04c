// SPDX-License-Identifier: GPL-2.0-only
/*
 * Manual protection switched on and off in mid-life, which takes effect with the
 * next call: while it is on, reading a log changes nothing and pages add up
 * until they are cleared; when it is off again, reading clears.
 */
#include <string.h>

#include "host/dirty_try.h"
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

/* The log must have the pages of @want now; the ledger is not asked. */
static void expect(struct run *r, const char *what, const struct pageset *want)
{
	struct pageset got;

	pageset_init(&got, want->nr_pages);
	collect_get(r->machine, 0, &got);
	round_judge_set(r, 0, what, want, want, &got);
	pageset_free(&got);
}

static void add(struct pageset *set, u32 first, u32 count)
{
	for (u32 i = 0; i < count; i++)
		pageset_add(set, first + i);
}

static void run(struct run *r)
{
	struct pageset want, none;

	pageset_init(&want, r->machine->slot[0].nr_pages);
	pageset_init(&none, want.nr_pages);
	for (u32 i = 0; i < 2; i++) {
		/* On, with pages that are dirty already. */
		store(r, 60, 10);
		add(&want, 60, 10);
		enable(r, 1);
		expect(r, "switched on", &want);
		expect(r, "read again", &want);
		/* They stay, and more come. */
		store(r, 65, 20);
		store(r, 190, 1);
		add(&want, 65, 20);
		add(&want, 190, 1);
		expect(r, "written meanwhile", &want);
		collect_clear_range(r->machine, 0, &want, 64, 64);
		for (u32 page = 64; page < 128; page++)
			pageset_del(&want, page);
		expect(r, "a word cleared", &want);
		store(r, 70, 2);
		add(&want, 70, 2);
		expect(r, "written again", &want);
		/* Off: the next one reads them, and the last time. */
		enable(r, 0);
		expect(r, "switched off", &want);
		expect(r, "read and cleared", &none);
		pageset_empty(&want);
		round_forget(r);
		/* Each is tracked by now, whoever cleared it. */
		round_store(r, 0, 0, 200);
		round_finish(r);
	}
	pageset_free(&want);
	pageset_free(&none);
}

static const struct test_case cases[] = {
	{ .name = "on-off", .pages = 200, .clauses = "M6 M7 M8 M9" },
	{ .name = "on-off-written", .pages = 200, .start = START_WRITTEN,
	  .clauses = "M6 M7 M8 M9" },
};

const struct test test = {
	.name = "manual",
	.about = "manual protection switched on and off in mid-life",
	.collectors = COLLECT_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
