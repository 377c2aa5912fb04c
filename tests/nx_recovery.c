// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recovery of NX huge pages.  On processors with the iTLB multihit bug KVM maps
 * huge pages as not executable.  KVM splits a huge page that the guest executes
 * from, and after a while drops the small mappings, so that the page can be
 * huge again.  In a slot that logs KVM must leave the small mappings alone:
 * they would stay small anyway.  Before 6.2 KVM dropped them, and pages that
 * are only read became dirty.  Pages that were written and not harvested yet
 * must be reported in any case.
 *
 * The guest executes from a slot that logs and from one that does not.  KVM's
 * statistic nx_lpage_splits counts the split pages that can be recovered.  When
 * it is 0, the recovery has visited all of them.
 */
#include "host/machine/stats.h"
#include "host/scene/param.h"
#include "host/test.h"

#define NR_HUGE 2	  /* of the first slot */
#define UNLOGGED 1	  /* index of the second, of one more */
#define SPLITS "nx_lpage_splits"

/* Queue @op for one page in each huge page, not at an edge. */
static void queue(struct run *r, u32 slot, const char *op)
{
	round_queue(r, (struct stores){ .op = op,
					.slot = slot,
					.pattern = { .kind = PATTERN_STRIDE,
						     .first = 5,
						     .step = PER_HUGE } });
}

static void store(struct run *r, u32 step)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern = { .kind = PATTERN_STRIDE,
						     .step = step } });
}

static void execute(struct run *r)
{
	queue(r, 0, "run-planted");
	queue(r, UNLOGGED, "run-planted");
}

/*
 * Both slots are mapped huge.  Then the guest executes code there, which
 * splits.
 */
static void split(struct run *r)
{
	u64 before, got;

	for (u32 i = 0; i <= UNLOGGED; i++) {
		round_queue(r, (struct stores){ .op = "store-64",
						.slot = i,
						.pattern.kind = PATTERN_RUN });
		queue(r, i, "plant-code");
	}
	round_run(r);
	round_forget(r);
	/* The payload's own memory may count too. */
	before = stats_vm(r->machine, SPLITS);
	execute(r);
	round_run(r);
	round_forget(r);
	got = stats_vm(r->machine, SPLITS) - before;
	if (got != NR_HUGE + 1)
		verdict_fail("executing from %u huge mappings split %lu of them",
			     NR_HUGE + 1, got);
}

static void run(struct run *r)
{
	param_set(r, "nx_huge_pages", "force");
	split(r);
	round_log(r, 0, true);
	round_initial(r);
	round_arm(r, false);

	store(r, 50);
	round_run(r);
	/* Recover all pages at each turn, and take a turn every millisecond. */
	param_set(r, "nx_huge_pages_recovery_ratio", "1");
	param_set(r, "nx_huge_pages_recovery_period_ms", "1");
	stats_wait(r->machine, SPLITS, 0);
	round_report(r);

	round_queue(r, (struct stores){ .op = "read",
					.pattern.kind = PATTERN_RUN });
	execute(r);
	round_finish(r);
	store(r, 63);
	round_finish(r);
	round_finish(r);
}

static const struct test_case cases[] = {
	{ .name = "recovered", .start = START_UNLOGGED,
	  .pages = NR_HUGE * PER_HUGE, .unlogged_pages = PER_HUGE },
};

const struct test test = {
	.name = "nx_recovery",
	.about = "recovery of NX huge pages loses and invents no page",
	.clauses = "E13",
	.needs = NEED_TWO_STAGE,
	.backings = BACKING_HUGE_2M,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
