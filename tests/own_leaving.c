// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM writes when a vCPU enters the guest, and takes that back when the vCPU leaves it: no EOI
 * is needed, as long as nobody else is to know of the interrupt (clause G19).  A VMM that has
 * copied the page in between must be told once more.  Only a ring can be read beside the vCPU:
 * a log is cleared, and a ring reset, by a call that makes the vCPU leave the guest.
 */
#include "host/collect/collect.h"
#include "host/round/need.h"
#include "host/scene/own_page.h"
#include "host/scene/own_write.h"
#include "host/test.h"

/* If the host interrupts the vCPU too early, KVM has taken it back before we look. */
#define TIMES 16

static void run(struct run *r)
{
	struct machine *m = r->machine;
	bool (*lent)(const u8 *record) = own_page_write(r)->lent;
	const u8 *page = m->slot[0].hva + (own_page(r) << m->page_shift);
	u32 nr_taken_back = 0;

	own_page_start(r);
	own_page_round(r, true, true);
	machine_pin_apart(m, 0);
	for (u32 i = 0; i < TIMES; i++) {
		bool taken_back;

		own_page_run(r); /* with faults, at each of which the vCPU leaves */
		own_write_renew(m, r->c->n[OWN_WRITE]);
		own_page_queue(r);
		machine_credit(m, 0, m->vcpu[0].expected);
		own_page_queue(r);
		round_go(r);
		machine_wait_spent(m, 0);
		collect_ring_take(&m->vcpu[0], &r->harvest, ~0u);
		pageset_del(&r->harvest.dirty[0], own_page(r));
		taken_back = lent(page);
		machine_credit(m, 0, ~0ull);
		round_wait(r);
		taken_back &= !lent(page);
		nr_taken_back += taken_back;
		own_page_judge(r, taken_back, true);
	}
	if (!nr_taken_back)
		verdict_skip("KVM took back nothing in %u times", TIMES);
}

static void add_cases(const struct image *image)
{
	(void)image;
	for (u32 i = 0; arch_own_writes[i].name; i++) {
		const struct arch_own_write *w = &arch_own_writes[i];

		if (!w->lent)
			continue;
		cases_add((struct test_case){ .pages = 200, .irqchip = w->irqchip,
					      .n = { [OWN_WRITE] = i } },
			  "%s", w->name);
	}
}

const struct test test = {
	.name = "own_leaving",
	.about = "what KVM takes back when a vCPU leaves the guest is reported",
	.clauses = "G19",
	.needs = NEED_CPUS2,
	.collectors = COLLECT_RING,
	.add_cases = add_cases,
	.run = run,
};
