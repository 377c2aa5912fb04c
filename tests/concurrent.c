// SPDX-License-Identifier: GPL-2.0-only
/*
 * Harvests beside running vCPUs, checked by content.  Every store writes a value
 * of its own.  After a page was reported and re-protected, the host reads what
 * is in it:
 *
 * - nothing lost: after each harvest, every page that it does not report still
 *   holds what was read when it last was reported, unless a store to it was on
 *   its way; in the end, with all vCPUs at rest, without exception.  That is
 *   what a migration relies on.  A page that is lost and soon written again
 *   would hide the loss, so the pages that are written grow fewer from record
 *   to record, and each page has its last store at a time of its own.
 *
 * - nothing invented: a page is reported at most once per store to it, and once
 *   more for each harvest that may have caught a store half done: KVM marks a
 *   page before the store retires, the harvest re-protects it, the store faults
 *   again and marks it again (clause R38), or that an allowance gives.
 *
 * No rule here uses time or the order of ring entries.
 */
#include <stdlib.h>
#include <string.h>

#include "host/round/allowance.h"
#include "host/round/moved.h"
#include "host/test.h"

#define NR_RECORDS 24
#define STORES_PER_RECORD 50
#define NR_STORES (NR_RECORDS * STORES_PER_RECORD)

enum { PAUSED, SWITCHED };

struct live {
	struct run *run;
	u64 nr_pages;
	u64 *seen;	 /* content when last reported */
	u32 *reports;	 /* harvests that named the page, entries for a ring */
	u32 *stores;	 /* to the page, by all vCPUs */
	u32 *in_flight;	 /* harvests that may have caught one half done */
	u64 *first;	 /* [vcpu] number of the first store */
	u64 *credit;	 /* [vcpu] number of the last store that may begin */
	u64 total;	 /* stores that were waited for last, by all vCPUs */
	u32 **target;	 /* [vcpu][store - first]: its page */
	u64 *held;	 /* content when it was compared */
	struct pageset reported; /* by the last harvest */
	struct pageset caught;	 /* by it, or after it, with a store half done */
};

static u64 content(const struct live *l, u64 page)
{
	const struct machine *m = l->run->machine;
	const void *at = m->slot[0].hva + (page << m->page_shift);

	return __atomic_load_n((const u64 *)at, __ATOMIC_ACQUIRE);
}

/* Windows that shrink: even vCPUs from below, odd ones from above. */
static void queue(struct live *l, struct rng *rng, u32 v)
{
	struct run *r = l->run;
	const struct abi_vcpu *block = r->machine->vcpu[v].block;
	u32 gone = 0;
	u32 at = 0;

	l->first[v] = r->machine->vcpu[v].expected + 1;
	l->credit[v] = r->machine->vcpu[v].expected;
	l->target[v] = calloc(NR_STORES, sizeof(u32));
	for (u32 i = 0; i < NR_RECORDS; i++) {
		u32 left = l->nr_pages - gone;
		struct pattern walk;
		u32 page;

		round_queue(r, (struct stores){
				       .op = "store-64",
				       .vcpu = v,
				       .pattern = {
					       .kind = PATTERN_HOT,
					       .first = v & 1 ? 0 : gone,
					       .step = left,
					       .count = STORES_PER_RECORD,
					       .seed = rng_next(rng) } });
		pattern_start(&walk, &block->record[i].pattern);
		while (pattern_next(&walk, &page)) {
			l->target[v][at++] = page;
			l->stores[page]++;
		}
		gone += rng_below(rng, 2 * l->nr_pages / NR_RECORDS);
		if (gone > l->nr_pages - 2)
			gone = l->nr_pages - 2;
	}
}

static void read_ordinals(const struct live *l, u64 *at)
{
	for (u32 v = 0; v < l->run->machine->nr_vcpus; v++)
		at[v] = __atomic_load_n(&l->run->machine->vcpu[v].block->stores,
					__ATOMIC_ACQUIRE);
}

/* Targets of the stores that had begun and may not have retired in between. */
static void find_targets(struct live *l, const u64 *before, const u64 *after)
{
	pageset_empty(&l->caught);
	for (u32 v = 0; v < l->run->machine->nr_vcpus; v++)
		for (u64 n = before[v]; n <= after[v]; n++)
			if (n >= l->first[v])
				pageset_add(&l->caught,
					    l->target[v][n - l->first[v]]);
}

static void note_in_flight(struct live *l, const u64 *before, const u64 *after)
{
	find_targets(l, before, after);
	for (u64 page = pageset_next(&l->caught, 0); page < l->nr_pages;
	     page = pageset_next(&l->caught, page + 1))
		l->in_flight[page]++;
}

/* What was harvested since the last call. */
static void note_reports(struct live *l)
{
	const struct machine *m = l->run->machine;
	struct harvest *h = &l->run->harvest;
	const struct pageset *dirty = &h->dirty[0];

	for (u64 page = pageset_next(dirty, 0); page < l->nr_pages;
	     page = pageset_next(dirty, page + 1)) {
		l->seen[page] = content(l, page);
		if (!m->ring_entries)
			l->reports[page]++;
		for (u32 v = 0; m->ring_entries && v < m->nr_vcpus; v++)
			l->reports[page] +=
				h->entries[0][v * l->nr_pages + page];
	}
	pageset_copy(&l->reported, dirty);
	harvest_empty(h, m);
}

static void check_ring(const struct live *l)
{
	if (l->run->machine->ring_wrong[0])
		verdict_fail("%s", l->run->machine->ring_wrong);
}

/*
 * Pages that the last harvest did not report, and that no store was on its way
 * to, hold what they held when they last were reported.
 */
static void check_nothing_lost(struct live *l, const u64 *before)
{
	u64 now[ABI_MAX_VCPUS];
	u32 lost = 0;

	for (u64 page = 0; page < l->nr_pages; page++)
		l->held[page] = content(l, page);
	read_ordinals(l, now);
	find_targets(l, before, now);
	for (u64 page = 0; page < l->nr_pages; page++) {
		if (pageset_has(&l->reported, page) ||
		    pageset_has(&l->caught, page) ||
		    l->held[page] == l->seen[page])
			continue;
		if (lost++ < 10)
			verdict_note("page %lu holds 0x%lx, 0x%lx when it was last reported; in the end its last is %s",
				     page, l->held[page], l->seen[page],
				     ledger_who(&l->run->ledger, 0, page));
	}
	if (lost)
		verdict_fail("%u pages changed after their last report: a migration would lose them",
			     lost);
}

/*
 * A harvest was made while vCPUs ran on.  Stores that had retired before it
 * began are in it, or were in an earlier one; those that ran beside it are for
 * the next.  Where the processor has a buffer of its own, pages may come later:
 * a ring's by contract (clause R33), a bitmap's because KVM_GET_DIRTY_LOG does
 * not wait for the vCPUs that it kicks (finding F4).
 */
static void settle(struct live *l, const u64 *before, bool complete)
{
	u64 now[ABI_MAX_VCPUS];

	read_ordinals(l, now);
	note_in_flight(l, before, now);
	note_reports(l);
	check_ring(l);
	if (complete)
		check_nothing_lost(l, before);
}

static void full(void *ctx, struct machine_vcpu *v)
{
	struct live *l = ctx;
	u64 before[ABI_MAX_VCPUS];

	read_ordinals(l, before);
	round_full(l->run, v);
	/* Only this vCPU's ring was harvested. */
	settle(l, before, l->run->machine->nr_vcpus == 1);
}

static void harvest(struct live *l, bool pause)
{
	struct run *r = l->run;
	u64 before[ABI_MAX_VCPUS];

	if (pause)
		machine_pause(r->machine);
	read_ordinals(l, before);
	r->collector->ops->harvest(r->collector, r->machine, &r->harvest,
				   false);
	settle(l, before, pause || !r->backend->pml);
	if (pause)
		machine_resume(r->machine);
}

/*
 * Logging off and on again beside the running vCPUs.  What was dirty is
 * forgotten, and what is in memory now is where it begins anew: a store that
 * retires after logging went on is reported, also if the vCPU could write to
 * the page all the time and never leaves KVM_RUN (clause S14; B18 was a TLB that
 * kept it so).
 */
static void switch_log(struct live *l)
{
	machine_log(l->run->machine, 0, false);
	machine_log(l->run->machine, 0, true);
	for (u64 page = 0; page < l->nr_pages; page++)
		l->seen[page] = content(l, page);
}

/* Stores that all vCPUs together may have begun. */
static u64 credited(const struct live *l)
{
	u64 sum = 0;

	for (u32 v = 0; v < l->run->machine->nr_vcpus; v++) {
		u64 all = l->run->machine->vcpu[v].expected;

		sum += l->credit[v] < all ? l->credit[v] : all;
	}
	return sum;
}

/* A few stores more for each vCPU; false once all may do their last. */
static bool credit(struct live *l, struct rng *rng)
{
	struct machine *m = l->run->machine;
	bool more = false;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		l->credit[v] += 1 + rng_below(rng, 2 * STORES_PER_RECORD);
		more |= l->credit[v] < m->vcpu[v].expected;
		machine_credit(m, v, l->credit[v]);
	}
	return more;
}

/*
 * What allowances give each vCPU that stores to the page but is not the first, and
 * what moves of the page give all of them.
 */
static u32 allowed(const struct live *l, u64 page)
{
	const struct run *r = l->run;
	u32 *const *marks = r->ledger.slot[0].marks;
	u32 times = moved_times(r, 0, page);
	u32 nr_moved = 0, nr = 0;

	for (u32 v = 0; v < r->machine->nr_vcpus; v++) {
		if (!marks[v][page])
			continue;
		nr += allowance_entries(r, 0, marks, v, page) - times;
		nr_moved += times;
	}
	return nr_moved + (nr ? nr - 1 : 0);
}

static void check_nothing_invented(const struct live *l)
{
	u32 nr_excused = 0;

	for (u64 page = 0; page < l->nr_pages; page++) {
		u32 most = l->stores[page] + l->in_flight[page];

		if (l->reports[page] <= most)
			continue;
		if (l->reports[page] <= most + allowed(l, page)) {
			nr_excused += l->reports[page] - most;
			continue;
		}
		moved_doubt(l->run, 0);
		verdict_fail("page %lu was reported %u times for %u stores and %u harvests that may have caught one half done",
			     page, l->reports[page], l->stores[page],
			     l->in_flight[page]);
	}
	if (nr_excused)
		verdict_note("%u ring entries allowed", nr_excused);
	verdict_page->nr_excused += nr_excused;
}

static void run(struct run *r)
{
	struct machine *m = r->machine;
	struct live l = { .run = r, .nr_pages = m->slot[0].nr_pages };
	u64 end[ABI_MAX_VCPUS];
	struct rng rng;

	l.seen = calloc(l.nr_pages, sizeof(*l.seen));
	l.held = calloc(l.nr_pages, sizeof(*l.held));
	l.reports = calloc(l.nr_pages, sizeof(*l.reports));
	l.stores = calloc(l.nr_pages, sizeof(*l.stores));
	l.in_flight = calloc(l.nr_pages, sizeof(*l.in_flight));
	l.first = calloc(m->nr_vcpus, sizeof(*l.first));
	l.credit = calloc(m->nr_vcpus, sizeof(*l.credit));
	l.target = calloc(m->nr_vcpus, sizeof(*l.target));
	pageset_init(&l.caught, l.nr_pages);
	pageset_init(&l.reported, l.nr_pages);

	/* INITIALLY_SET's first harvest is not about stores. */
	round_initial(r);
	rng_seed(&rng, rng_derive(r->seed, 2));
	for (u64 page = 0; page < l.nr_pages; page++)
		l.seen[page] = content(&l, page);
	for (u32 v = 0; v < m->nr_vcpus; v++) {
		l.total += m->vcpu[v].expected;
		queue(&l, &rng, v);
		machine_credit(m, v, l.credit[v]);
	}

	/*
	 * Credit keeps every vCPU inside its batch, storing or waiting for
	 * more, for as long as harvests are made.
	 */
	machine_on_full(m, full, &l);
	round_go(r);
	while (credit(&l, &rng)) {
		u64 total = credited(&l);

		/* Some of it done, the rest to come while we harvest. */
		total -= rng_below(&rng, total - l.total);
		l.total = total;
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
	note_reports(&l);
	check_ring(&l);
	for (u32 v = 0; v < m->nr_vcpus; v++)
		end[v] = m->vcpu[v].expected + 1;
	check_nothing_lost(&l, end);
	check_nothing_invented(&l);
	round_forget(r);
	/* And at rest nothing is reported any more. */
	round_finish(r);
}

static const struct test_case cases[] = {
	{ .name = "one-vcpu", .vcpus = 1, .pages = 300 },
	{ .name = "two-vcpus", .vcpus = 2, .pages = 300 },
	/* few pages: nearly every harvest catches a store in flight */
	{ .name = "two-vcpus-hot", .vcpus = 2, .pages = 20,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING },
	/* every other harvest with all vCPUs out of KVM_RUN in mid-batch */
	{ .name = "kicked", .clauses = "R32",
	  .vcpus = 2, .pages = 300, .n = { [PAUSED] = true },
	  .collectors = COLLECT_BITMAP | COLLECT_RING | COLLECT_RING_MIN },
	{ .name = "fresh", .vcpus = 2, .pages = 300, .start = START_FRESH,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR_INIT | COLLECT_RING },
	/* every other time logging is switched off and on; few pages, so that
	 * their content is soon read after that */
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
