// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host preempts a vCPU, and KVM tells the guest so, from within the scheduler (clause G19).
 * Whoever has the vCPU's CPU then looks what the page says, and for the mark: when the vCPU
 * goes on, KVM writes and marks the page again.
 */
#include "host/machine/stats.h"
#include "host/round/moved.h"
#include "host/round/need.h"
#include "host/scene/own_page.h"
#include "host/scene/preempted.h"
#include "host/test.h"

#define TIMES 16

/*
 * KVM tells of a preemption only if the last exit was an interrupt of the host, and counts the
 * others apart (kvm_steal_time_set_preempted() in arch/x86/kvm/x86.c).  It tells a Xen guest
 * of all, and counts none.
 */
struct counts {
	bool there;
	struct stats_one told, others;
};

struct looked {
	struct run *r;
	const u8 *page;
	const struct counts *counts;
	u64 told_before, others_before;
	bool told, marked, due;
};

static u64 count(const struct counts *c, const struct stats_one *one)
{
	return c->there ? stats_now(one) : 0;
}

static void look(void *ctx)
{
	struct looked *l = ctx;
	const struct counts *c = l->counts;

	/* If it told of each preemption since, then of this one. */
	l->due = count(c, &c->others) == l->others_before &&
		 count(c, &c->told) != l->told_before;
	l->told = own_page_write(l->r)->preempted(l->page);
	round_harvest_live(l->r);
	l->marked = pageset_has(&l->r->harvest.dirty[0], OWN_PAGE);
}

static void run(struct run *r)
{
	struct machine *m = r->machine;
	struct counts counts;
	u32 nr_told = 0;
	struct looked l = { .r = r, .counts = &counts };

	l.page = m->slot[0].hva + ((u64)OWN_PAGE << m->page_shift);
	own_page_start(r);
	own_page_round(r, true, true);
	counts.there = stats_vcpu(m, 0, "preemption_reported", &counts.told) &&
		       stats_vcpu(m, 0, "preemption_other", &counts.others);
	machine_pin_apart(m, 0);
	for (u32 i = 0; i < TIMES; i++) {
		bool told_before;

		own_page_queue(r);
		machine_credit(m, 0, m->vcpu[0].expected);
		own_page_queue(r);
		round_go(r);
		machine_wait_spent(m, 0);
		round_harvest_live(r);
		pageset_del(&r->harvest.dirty[0], OWN_PAGE);
		/* The page cannot tell once more what it says already. */
		told_before = own_page_write(r)->preempted(l.page);
		l.told_before = count(&counts, &counts.told);
		l.others_before = count(&counts, &counts.others);
		preempted(m, 0, look, &l);
		/* KVM does not wait for a page that the host moves. */
		if (l.due && !l.told && !moved_any(r, 0, OWN_PAGE, 1))
			verdict_fail("KVM counts that it told the guest of a preemption, and the page does not say so");
		if (l.told && !told_before) {
			nr_told++;
			if (!l.marked)
				verdict_fail("KVM wrote when the host preempted the vCPU, and the page is not reported");
		}
		machine_credit(m, 0, ~0ull);
		round_wait(r);
		own_page_judge(r, false, true);
	}
	if (!nr_told)
		verdict_skip("KVM told the guest at none of %u times that the host preempted it",
			     TIMES);
}

static void add_cases(const struct image *image)
{
	(void)image;
	for (u32 i = 0; arch_own_writes[i].name; i++) {
		if (!arch_own_writes[i].preempted)
			continue;
		cases_add((struct test_case){ .pages = 200, .n = { [OWN_WRITE] = i } },
			  "%s", arch_own_writes[i].name);
	}
}

const struct test test = {
	.name = "own_preempted",
	.about = "what KVM writes when the host preempts a vCPU is reported",
	.clauses = "G19",
	.needs = NEED_CPUS2,
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING,
	.add_cases = add_cases,
	.run = run,
};
