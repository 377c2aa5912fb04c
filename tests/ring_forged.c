// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ring lies in memory that userspace writes, so that its entries may say
 * anything by the time KVM resets them: pages past the slot's end, slots that are
 * not there.  KVM must count them, leave them alone, and go on tracking everything
 * else (clause R27).
 *
 * KVM refuses these values: kvm_reset_dirty_gfn() in virt/kvm/dirty_ring.c compares
 * slot, address space and the last page of an entry with what is there.  Rows with
 * values that some released kernel believes do not belong here: such a kernel writes
 * to memory that is not its own.
 */
#include "host/test.h"

enum { FIRST, SECOND, SLOT };

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

static const struct test_case cases[] = {
	{ .name = "past-end", .pages = 200,
	  .n = { [FIRST] = 200, [SECOND] = 201 } },
	/* in the word in which the slot ends, and past it */
	{ .name = "over-end", .pages = 200,
	  .n = { [FIRST] = 199, [SECOND] = 200 } },
	{ .name = "far",
	  .n = { [FIRST] = 1ull << 40, [SECOND] = (1ull << 40) + 1 } },
	{ .name = "no-slot", .n = { [SECOND] = 1, [SLOT] = 5 } },
	{ .name = "no-address-space",
	  .n = { [SECOND] = 1, [SLOT] = 0xfff0000 } },
};

const struct test test = {
	.name = "ring_forged",
	.about = "ring entries that userspace has made up do no harm",
	.clauses = "R27",
	.collectors = COLLECT_RING | COLLECT_RING_MIN | COLLECT_RING_BITMAP,
	.run = run,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
