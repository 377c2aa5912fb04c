// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ring lies in memory that userspace writes, so that its entries may say
 * anything by the time KVM resets them: pages past the slot's end, slots that are
 * not there, pairs of which the distance wraps around.  KVM must count them, leave
 * them alone, and go on tracking everything else (clause R27).
 *
 * A kernel without the fix for such pairs ("KVM: Reject wrapped offset in
 * kvm_reset_dirty_gfn()": Linux 6.1.175, 6.6.141, 6.12.91, 6.18.33, 7.0.10) writes
 * to memory that is not its own.  So none of this runs unless it is asked for, and
 * then only on an emulated machine.
 */
#include "host/test.h"

enum { FIRST, SECOND, SLOT };

#define LAST_WORD (~0ull - 62) /* 63 pages before the end of all numbers */

static void run(struct run *r)
{
	struct machine *m = r->machine;

	for (u32 i = 0; i < 3; i++) {
		/* Two entries, which are not reported any more then. */
		round_store(r, 0, 0, 2);
		round_run(r);
		for (u32 k = FIRST; k <= SECOND; k++)
			collect_ring_forge(&m->vcpu[0],
					   m->slot[0].id + r->c->n[SLOT],
					   r->c->n[k]);
		collect_ring_reset(m);
		if (m->ring_wrong[0])
			verdict_fail("round %u: %s", r->round, m->ring_wrong);
		round_forget(r);

		/* All other pages are tracked as before. */
		round_store(r, 0, 2, 63);
		round_finish(r);
		round_store(r, 0, 2, m->slot[0].nr_pages - 2);
		round_finish(r);
		round_finish(r);
		/* For the next turn: nobody re-protected these. */
		round_log(r, 0, false);
		round_log(r, 0, true);
		round_arm(r, false);
	}
}

#define UNSAFE .unsafe = true, .run = run

static const struct test_case cases[] = {
	/* the sum of the second one's distance and a word of pages is 0 */
	{ .name = "wrapped-pair", UNSAFE, .clauses = "R26",
	  .n = { LAST_WORD, 0 } },
	{ .name = "wrapped-pair-down", UNSAFE, .clauses = "R26",
	  .n = { 0, LAST_WORD } },
	{ .name = "last-number", UNSAFE, .n = { ~0ull, ~0ull } },
	{ .name = "past-end", UNSAFE, .pages = 200, .n = { 200, 201 } },
	/* in the word in which the slot ends, and past it */
	{ .name = "over-end", UNSAFE, .pages = 200, .n = { 199, 200 } },
	{ .name = "far", UNSAFE, .n = { 1ull << 40, (1ull << 40) + 1 } },
	{ .name = "no-slot", UNSAFE, .n = { 0, 1, 5 } },
	{ .name = "no-address-space", UNSAFE, .n = { 0, 1, 0xfff0000 } },
};

const struct test test = {
	.name = "ring_forged",
	.about = "ring entries that userspace has made up do no harm",
	.clauses = "R27",
	.collectors = COLLECT_RING | COLLECT_RING_MIN | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
