// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vCPU that stays in guest mode has its translations cached, also those that
 * KVM has write-protected meanwhile.  So whoever protects has to make processors
 * forget, before the call returns (clauses G17, C22, R39 and S14): else a store
 * goes on through a translation from before, faults nowhere, and is in no log.
 *
 * A few pages are stored to again and again by a vCPU that waits in guest mode for
 * each pass to be granted, while logging goes on, or a harvest is made, beside it.
 * It must be reported all the same; and a store is no proof that the translation
 * was cached, nor that nothing else made the vCPU leave, so this may miss a bug and
 * cannot invent one.
 */
#include "host/test.h"

/* So few that they are cached all at once. */
#define HOT 8
#define PASSES 6

static void pass(struct run *r)
{
	struct machine *m = r->machine;

	machine_credit(m, 0, m->vcpu[0].block->credit + HOT);
	machine_wait_spent(m, 0, round_full, r);
}

/* With the vCPU out of guest mode, where each interface has to be exact. */
static void judge(struct run *r, const char *what)
{
	struct pageset must;

	pageset_init(&must, r->machine->slot[0].nr_pages);
	if (r->slot[0].all_ones)
		pageset_fill(&must);
	for (u64 page = 0; page < HOT; page++)
		pageset_add(&must, page);
	machine_pause(r->machine);
	round_harvest(r);
	machine_resume(r->machine);
	round_judge_set(r, 0, what, &must, &must, &r->harvest.dirty[0]);
	r->slot[0].all_ones = false;
	harvest_empty(&r->harvest, r->machine);
	pageset_free(&must);
}

static void begin(struct run *r)
{
	struct machine *m = r->machine;

	machine_credit(m, 0, m->vcpu[0].expected);
	for (u32 i = 0; i < PASSES; i++)
		round_store(r, 0, 0, HOT);
	round_go(r);
	pass(r);
}

static void end(struct run *r)
{
	machine_credit(r->machine, 0, ~0ull);
	round_wait(r);
	round_harvest(r);
	round_forget(r);
	if (r->slot[0].all_ones)
		return;
	round_finish(r);
}

/* The first store after logging went on. */
static void switched(struct run *r)
{
	begin(r);
	for (u32 i = 0; i < 2; i++) {
		round_log(r, 0, true);
		pass(r);
		judge(r, "logging went on beside the vCPU");
		round_log(r, 0, false);
		pass(r);
	}
	round_log(r, 0, true);
	end(r);
}

/*
 * The first store after a harvest.  What that harvest brings is not judged: with
 * a processor's own log (PML) it may come late (finding F4), and then it is among
 * the same pages in the next.
 */
static void harvested(struct run *r)
{
	begin(r);
	for (u32 i = 0; i < 2; i++) {
		r->collector->ops->harvest(r->collector, r->machine,
					   &r->harvest, false);
		harvest_empty(&r->harvest, r->machine);
		pass(r);
		judge(r, "a harvest was made beside the vCPU");
		pass(r);
	}
	end(r);
}

static const struct test_case cases[] = {
	{ .name = "switched", .run = switched, .start = START_UNLOGGED,
	  .pages = 70, .clauses = "S9 S14" },
	{ .name = "harvested", .run = harvested, .pages = 70,
	  .clauses = "G17 C22 R39" },
};

const struct test test = {
	.name = "stale",
	.about = "translations from before a page was protected are forgotten",
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
