// SPDX-License-Identifier: GPL-2.0-only
/*
 * Harvests beside running vCPUs, checked by content: nothing may be lost and
 * nothing invented (host/scene/live.h).  A lost page that is soon written again
 * would hide the loss.  So each record writes fewer pages than the one before,
 * and the pages get their last stores at different times.  At the end, with all
 * vCPUs at rest, the sets of pages must match exactly.
 */
#include "host/scene/live.h"
#include "host/test.h"

#define NR_RECORDS 24
#define STORES_PER_RECORD 50
#define NR_STORES (NR_RECORDS * STORES_PER_RECORD)

enum { PAUSED, SWITCHED };

/* Hot sets that shrink: on even vCPUs from below, on odd vCPUs from above. */
static void queue(struct live *l, struct rng *rng, u32 v)
{
	u32 gone = 0;

	live_expect(l, v, NR_STORES);
	for (u32 i = 0; i < NR_RECORDS; i++) {
		live_queue(l, &(struct stores){
				      .op = "store-64",
				      .vcpu = v,
				      .pattern = {
					      .kind = PATTERN_HOT,
					      .first = v & 1 ? 0 : gone,
					      .step = l->nr_pages - gone,
					      .count = STORES_PER_RECORD,
					      .seed = rng_next(rng) } });
		gone += rng_below(rng, 2 * l->nr_pages / NR_RECORDS);
		if (gone > l->nr_pages - 2)
			gone = l->nr_pages - 2;
	}
}

static void full(void *ctx, struct machine_vcpu *v)
{
	struct live *l = ctx;
	u64 before[ABI_MAX_VCPUS];

	live_ordinals(l, before);
	round_full(l->run, v);
	/* Only this vCPU's ring was harvested. */
	live_settle(l, before, l->run->machine->nr_vcpus == 1);
}

static void harvest(struct live *l, bool pause)
{
	struct run *r = l->run;
	u64 before[ABI_MAX_VCPUS];

	if (pause)
		machine_pause(r->machine);
	live_ordinals(l, before);
	r->collector->ops->harvest(r->collector, r->machine, &r->harvest,
				   false);
	live_settle(l, before, pause || !r->backend->pml);
	if (pause)
		machine_resume(r->machine);
}

/*
 * Logging is switched off and on beside the running vCPUs.  Pages that were
 * dirty are forgotten, and the present content of memory is the new starting
 * point.  A store that retires after logging is on must be reported, even if
 * the vCPU had the page mapped writable and never leaves KVM_RUN (clause S14;
 * B18 was a missing TLB flush).
 */
static void switch_log(struct live *l)
{
	machine_log(l->run->machine, 0, false);
	machine_log(l->run->machine, 0, true);
	live_see_all(l);
}

/* The number of stores that all vCPUs together may have begun. */
static u64 credited(const struct machine *m, const u64 *credit)
{
	u64 sum = 0;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		u64 all = m->vcpu[v].expected;

		sum += credit[v] < all ? credit[v] : all;
	}
	return sum;
}

/*
 * Allow each vCPU some more stores.  False once all vCPUs may do their last
 * store.
 */
static bool give_credit(struct machine *m, u64 *credit, struct rng *rng)
{
	bool more = false;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		credit[v] += 1 + rng_below(rng, 2 * STORES_PER_RECORD);
		more |= credit[v] < m->vcpu[v].expected;
		machine_credit(m, v, credit[v]);
	}
	return more;
}

static void run(struct run *r)
{
	struct machine *m = r->machine;
	u64 credit[ABI_MAX_VCPUS], end[ABI_MAX_VCPUS];
	struct live l;
	struct rng rng;
	u64 begun = 0; /* stores of all vCPUs that the last wait was for */

	live_init(&l, r);
	/* INITIALLY_SET's first harvest is not about stores. */
	round_initial(r);
	rng_seed(&rng, rng_derive(r->seed, 2));
	live_see_all(&l);
	for (u32 v = 0; v < m->nr_vcpus; v++) {
		credit[v] = m->vcpu[v].expected;
		begun += credit[v];
		queue(&l, &rng, v);
		machine_credit(m, v, credit[v]);
	}

	/*
	 * Credit keeps every vCPU in its batch during all harvests: the vCPU
	 * stores, or waits for more credit.
	 */
	machine_on_full(m, full, &l);
	round_go(r);
	while (give_credit(m, credit, &rng)) {
		u64 total = credited(m, credit);

		/*
		 * Wait for some of these stores.  The others come during the
		 * harvest.
		 */
		total -= rng_below(&rng, total - begun);
		begun = total;
		machine_wait_stores(m, total);
		if (r->c->n[SWITCHED] && rng_below(&rng, 2)) {
			switch_log(&l);
			continue;
		}
		harvest(&l, r->c->n[PAUSED] && rng_below(&rng, 2));
	}
	machine_wait(m);
	machine_on_full(m, round_full, r);
	round_wait(r);
	round_harvest(r);
	live_reports(&l);
	live_check_ring(&l);
	for (u32 v = 0; v < m->nr_vcpus; v++)
		end[v] = m->vcpu[v].expected + 1;
	live_check_lost(&l, end);
	live_check_invented(&l);
	round_forget(r);
	/* At rest, nothing more may be reported. */
	round_finish(r);
}

static const struct test_case cases[] = {
	{ .name = "one-vcpu", .vcpus = 1, .pages = 300 },
	{ .name = "two-vcpus", .vcpus = 2, .pages = 300 },
	/* few pages: nearly every harvest catches a store in flight */
	{ .name = "two-vcpus-hot", .vcpus = 2, .pages = 20,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING },
	/*
	 * about every other harvest with all vCPUs out of KVM_RUN in mid-batch
	 */
	{ .name = "kicked", .clauses = "R32",
	  .vcpus = 2, .pages = 300, .n = { [PAUSED] = true },
	  .collectors = COLLECT_BITMAP | COLLECT_RING | COLLECT_RING_MIN },
	{ .name = "fresh", .vcpus = 2, .pages = 300, .start = START_FRESH,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR_INIT | COLLECT_RING },
	/*
	 * logging is switched off and on instead of about every other harvest;
	 * few pages, so that the host reads their content soon after that
	 */
	{ .name = "switched", .clauses = "S9 S14",
	  .vcpus = 1, .pages = 20, .n = { [SWITCHED] = true },
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS },
	{ .name = "written-before", .vcpus = 2,
	  .start = START_WRITTEN, .backings = BACKING_THP,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS | COLLECT_RING |
			COLLECT_RING_BITMAP },
};

const struct test test = {
	.name = "concurrent",
	.about = "harvests beside running vCPUs lose nothing and invent nothing",
	.clauses = "G16 G17 C21 R18 R25 R38 R39",
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
