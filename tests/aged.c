// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host asks whether the guest has used pages, and KVM takes the accessed bits out of
 * its mappings.  A mapping must stay as protected, or as dirty, as it was.  A page that is
 * only read afterwards must not be reported.  Each store must be, whether the host asked
 * before it, or between the store and the harvest (clause E20).
 *
 * Where the processor sets no accessed bits (eptad=0), KVM keeps what the mapping allowed in
 * other bits, and gives it back at the next access.
 */
#include "host/scene/aged.h"
#include "host/test.h"

/* Over the edge of a word. */
static const u64 aged[] = { 62, 63, 64 };
#define FIRST 61
#define COUNT 5

static void access_pages(struct run *r, const char *op)
{
	round_queue(r, (struct stores){ .op = op,
					.pattern = { .first = FIRST,
						     .count = COUNT } });
	round_run(r);
}

static void ask_between(struct run *r)
{
	for (u32 i = 0; i < 2; i++) {
		aged_wait(r);
		access_pages(r, "read");
		round_report(r);

		aged_wait(r);
		access_pages(r, "store-64");
		round_report(r);

		aged_wait(r);
		access_pages(r, "store-64");
		aged_wait(r);
		access_pages(r, "read");
		round_report(r);
		round_finish(r);
	}
}

static void run(struct run *r)
{
	round_initial(r);
	aged_begin(r, 0, aged, ARRAY_LEN(aged));
	ask_between(r);
}

/* The host asks for mappings that are writable, and then logging is switched on. */
static void before(struct run *r)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern.kind = PATTERN_RUN });
	round_run(r);
	round_forget(r);
	aged_begin(r, 0, aged, ARRAY_LEN(aged));
	aged_wait(r);
	round_log(r, 0, true);
	round_initial(r);
	access_pages(r, "store-64");
	round_report(r);
	ask_between(r);
}

static const struct test_case cases[] = {
	{ .name = "armed" },
	/* a huge mapping is asked for, and split */
	{ .name = "before-logging", .run = before, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP | BACKING_HUGE_2M },
};

const struct test test = {
	.name = "aged",
	.about = "a host that asks for the age of pages reports none, and hides no store",
	.clauses = "G2 S1 E20",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
