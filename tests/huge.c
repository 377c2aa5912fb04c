// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM splits huge mappings for logging, and must map huge again afterwards.  If
 * KVM splits too late, too much or never, no page is lost, but the guest is
 * slow.  With eager page splitting all mappings must be small once logging is
 * on (clause E1).  With INITIALLY_SET a clear must split the huge mappings that
 * it touches, and not the next one (C26, E2; B15 was off by one).  Without
 * eager page splitting no mapping is split before a store (E4).  After logging
 * is off and the guest has written, all mappings must be huge again (E14).  Since Linux 7
 * KVM puts huge mappings in place of the small ones at once (E16), and must split these
 * when logging is on again (E17).
 *
 * KVM's statistic pages_2m counts the huge mappings.  Only this slot has any:
 * all other memory of the VM is mapped small.
 */
#include <string.h>

#include "host/machine/stats.h"
#include "host/scene/param.h"
#include "host/test.h"

#define NR_HUGE 3

static void expect(struct run *r, const char *when, u64 before, u64 want)
{
	u64 got = stats_vm(r->machine, "pages_2m") - before;

	if (got != want)
		verdict_fail("%s: %ld huge mappings of 2M, %lu expected", when,
			     (long)got, want);
}

static void write_unlogged(struct run *r)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern.kind = PATTERN_RUN });
	round_run(r);
	round_forget(r);
}

static void clear(struct run *r, u64 first)
{
	struct pageset ones;

	pageset_init(&ones, r->machine->slot[0].nr_pages);
	pageset_fill(&ones);
	collect_clear_range(r->machine, 0, &ones, first, 64);
	pageset_free(&ones);
}

/*
 * Clear the first and last pages of one huge mapping, then the first of
 * another.
 */
static void clear_parts(struct run *r, u64 before, bool eager)
{
	u64 huge = backend_huge_pages(r->backend);

	clear(r, 0);
	expect(r, "its first pages cleared", before, NR_HUGE - eager);
	clear(r, huge - 64);
	expect(r, "its last pages cleared", before, NR_HUGE - eager);
	clear(r, 2 * huge);
	expect(r, "those of a second cleared", before, NR_HUGE - 2 * eager);
}

/* @before: huge mappings before the slot had any. */
static void split_and_back(struct run *r, u64 before, bool eager)
{
	bool init = r->collector->initially_set;

	write_unlogged(r);
	expect(r, "written, not logged", before, NR_HUGE);
	round_log(r, 0, true);
	expect(r, "logging on", before, init || !eager ? NR_HUGE : 0);
	if (init) {
		clear_parts(r, before, eager);
		/*
		 * The cleared pages are no longer in the log, which began as
		 * all ones.
		 */
		round_discard(r);
	} else {
		round_finish(r);
	}
	expect(r, "harvested", before, eager ? 0 : NR_HUGE);
	/*
	 * Split or not, exactly the pages that are stored to must be reported.
	 */
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern = { .first = 700,
						     .count = 2 } });
	round_finish(r);
	expect(r, "two pages of one written", before, eager ? 0 : NR_HUGE - 1);
	round_log(r, 0, false);
	write_unlogged(r);
	expect(r, "logging off and written", before, NR_HUGE);
}

static bool is_eager(const struct run *r)
{
	return strstr(r->backend->params, "eager_page_split=Y");
}

/*
 * Nobody stores between off and on.  KVM of 6.12 drops the small mappings then, and waits
 * for faults.
 */
static void off_and_on(struct run *r)
{
	u64 back, before = stats_vm(r->machine, "pages_2m");
	bool eager = is_eager(r);
	bool at_once = known_kernel_matches("7.0-99.0", r->backend->kernel);

	write_unlogged(r);
	for (u32 i = 0; i < 2; i++) {
		round_log(r, 0, true);
		round_initial(r);
		run_stores_twice(r);
		round_log(r, 0, false);
		back = stats_vm(r->machine, "pages_2m") - before;
		if (back != NR_HUGE)
			expect(r, "logging off", before,
			       at_once ? NR_HUGE :
			       eager   ? 0 :
					 NR_HUGE - 1);
	}
}

static void run(struct run *r)
{
	split_and_back(r, stats_vm(r->machine, "pages_2m"), is_eager(r));
}

/* Change the parameter to its other value and back, in one VM. */
static void change(struct run *r)
{
	u64 before = stats_vm(r->machine, "pages_2m");
	bool eager = is_eager(r);

	for (u32 i = 0; i < 2; i++) {
		eager = !eager;
		param_set(r, "eager_page_split", eager ? "Y" : "N");
		split_and_back(r, before, eager);
	}
}

static const struct test_case cases[] = {
	{ .name = "split-and-back", .pages = NR_HUGE * PER_HUGE,
	  .start = START_UNLOGGED },
	{ .name = "parameter-changed", .clauses = "E5",
	  .pages = NR_HUGE * PER_HUGE, .start = START_UNLOGGED, .run = change },
	{ .name = "off-and-on", .clauses = "E16 E17 E14",
	  .pages = NR_HUGE * PER_HUGE, .start = START_UNLOGGED, .run = off_and_on,
	  .stores = { { .op = "store-64", .pattern = { .first = 700, .count = 2 } } } },
};

const struct test test = {
	.name = "huge",
	.about = "huge mappings are split for logging, and come back after it",
	.clauses = "C26 E1 E2 E4 E14 E15",
	.needs = NEED_TDP_MMU,
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_CLEAR_INIT,
	.backings = BACKING_HUGE_2M,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
