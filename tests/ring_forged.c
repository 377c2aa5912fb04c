// SPDX-License-Identifier: GPL-2.0-only
/*
 * Userspace can write to the ring.  So when KVM resets an entry, the entry may
 * hold any value: a page past the slot's end, or a slot that does not exist.
 * KVM must count such an entry, ignore it, and keep tracking everything else
 * (clause R27).
 *
 * KVM refuses all values that are used here: kvm_reset_dirty_gfn() in
 * virt/kvm/dirty_ring.c checks an entry's slot, address space and last page.
 * Do not add rows with values that some released kernel accepts: such a kernel
 * would write to memory that is not its own.
 */
#include "host/test.h"

enum { FIRST, SECOND, SLOT };

static void run(struct run *r)
{
	struct machine *m = r->machine;

	for (u32 i = 0; i < 3; i++) {
		/*
		 * Two entries are forged.  Their pages are then not reported.
		 */
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

		/* All other pages must be tracked as before. */
		round_store(r, 0, 2, 63);
		round_finish(r);
		round_store(r, 0, 2, m->slot[0].nr_pages - 2);
		round_finish(r);
		round_finish(r);
		/*
		 * The first two pages were not re-protected: arm the slot
		 * again.
		 */
		round_log(r, 0, false);
		round_log(r, 0, true);
		round_arm(r, false);
	}
}

static const struct test_case cases[] = {
	{ .name = "past-end", .pages = 200,
	  .n = { [FIRST] = 200, [SECOND] = 201 } },
	/* the slot's last page, and the page behind it */
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
	.about = "ring entries that userspace has forged do no harm",
	.clauses = "R27",
	.collectors = COLLECT_RING | COLLECT_RING_MIN | COLLECT_RING_BITMAP,
	.run = run,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
