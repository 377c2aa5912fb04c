// SPDX-License-Identifier: GPL-2.0-only
/*
 * Several vCPUs write at the same time, and the harvest comes when all have
 * stopped.  The bitmap must hold the pages of all vCPUs.  Each ring must hold
 * the pages of its own vCPU (clause R36).  A page that several vCPUs wrote is
 * in one ring or in several (R37).  Page faults of several vCPUs on one page
 * race inside KVM, and the loser must not undo the winner's mark.
 */
#include "host/test.h"

static void queue(struct run *r, u32 vcpu, u32 first, u32 count, u32 step)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.vcpu = vcpu,
					.pattern = { .kind = PATTERN_STRIDE,
						     .first = first,
						     .step = step,
						     .count = count } });
}

/*
 * Each vCPU has an equal part of the slot.  Parts end in the middle of words.
 */
static void disjoint(struct run *r)
{
	u32 nr = r->machine->nr_vcpus;
	u32 share = r->machine->slot[0].nr_pages / nr;

	for (u32 i = 0; i < 3; i++) {
		for (u32 v = 0; v < nr; v++)
			queue(r, v, v * share, share, 1);
		round_finish(r);
		round_finish(r);
	}
}

/* Neighbouring pages belong to different vCPUs: same word, same page table. */
static void interleaved(struct run *r)
{
	u32 nr = r->machine->nr_vcpus;

	for (u32 i = 0; i < 3; i++) {
		for (u32 v = 0; v < nr; v++)
			queue(r, v, (v + i) % nr, 60, nr);
		round_finish(r);
		round_finish(r);
	}
}

/* All vCPUs write the same pages at the same time, each in its own order. */
static void overlapping(struct run *r)
{
	for (u32 i = 0; i < 3; i++) {
		for (u32 v = 0; v < r->machine->nr_vcpus; v++)
			round_queue(r, (struct stores){
					       .op = "store-64",
					       .vcpu = v,
					       .pattern = {
						       .kind = PATTERN_PERMUTE,
						       .count = 70,
						       .seed = v * 100 + i } });
		round_finish(r);
		round_finish(r);
	}
}

/* Only the last vCPU writes: the rings of the others must stay empty. */
static void only_last(struct run *r)
{
	for (u32 i = 0; i < 3; i++) {
		queue(r, r->machine->nr_vcpus - 1, 60 + i, 20, 3);
		round_finish(r);
		round_finish(r);
	}
}

/*
 * Many vCPUs.  Each writes its own pages, which are next to the pages of the
 * others, and one page that all write.
 */
static void crowd(struct run *r)
{
	u32 nr = r->machine->nr_vcpus;

	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		for (u32 v = 0; v < nr; v++) {
			queue(r, v, (v + i) % nr, 4, nr);
			queue(r, v, 4 * nr, 1, 1);
		}
		round_finish(r);
		round_finish(r);
	}
}

/*
 * vCPUs are added while another vCPU is in guest mode in the middle of a
 * record, and while the log has pages that are not harvested.  No page may be
 * lost.  The stores of the new vCPUs must be reported like all others.
 */
static void added(struct run *r)
{
	struct machine *m = r->machine;

	round_initial(r);
	for (u32 i = 0; i < r->c->late_vcpus / 2; i++) {
		u32 last = m->nr_vcpus;

		queue(r, 0, 60 + i, 10, 1);
		machine_credit(m, 0, m->vcpu[0].expected - 5);
		round_go(r);
		machine_wait_spent(m, 0);
		machine_add_vcpu(m);
		machine_credit(m, 0, ~0ull);
		round_wait(r);
		machine_add_vcpu(m);
		round_report(r);
		round_finish(r);
		for (u32 v = 0; v < m->nr_vcpus; v++)
			queue(r, v, v, 20, m->nr_vcpus);
		round_finish(r);
		/* Only a new vCPU stores. */
		queue(r, last, 63, 2, 1);
		round_finish(r);
		round_finish(r);
	}
}

/*
 * Small rings, because 255 large ones would fill the memory of a small machine.
 */
#define SMALL_LOGS                                                    \
	COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING_MIN |           \
		COLLECT_RING_2K
#define CROWD(n) .run = crowd, .vcpus = n, .pages = 4 * n + 1

static const struct test_case cases[] = {
	{ .name = "disjoint-3", .run = disjoint, .vcpus = 3, .pages = 199 },
	{ .name = "interleaved-2", .run = interleaved, .vcpus = 2 },
	{ .name = "interleaved-fresh-3", .run = interleaved, .vcpus = 3,
	  .start = START_FRESH },
	{ .name = "overlapping-2", .run = overlapping, .vcpus = 2 },
	{ .name = "overlapping-fresh-4", .run = overlapping, .vcpus = 4,
	  .start = START_FRESH, .pages = 100 },
	{ .name = "overlapping-written-2", .run = overlapping, .vcpus = 2,
	  .start = START_WRITTEN, .backings = BACKING_ANON | BACKING_THP },
	{ .name = "only-last-4", .run = only_last, .vcpus = 4 },
	/* KVM has no vCPU for most ids below the highest */
	{ .name = "ids-apart-4", .run = only_last, .vcpus = 4, .vcpu_id_step = 5 },
	{ .name = "added", .clauses = "G23", .run = added, .late_vcpus = 6,
	  .needs = NEED_CPUS2 | NEED_LATE_VCPUS },
	{ .name = "added-fresh", .clauses = "G23", .run = added,
	  .late_vcpus = 6, .start = START_FRESH,
	  .needs = NEED_CPUS2 | NEED_LATE_VCPUS },
	{ .name = "crowd-16", CROWD(16), .collectors = SMALL_LOGS },
	{ .name = "crowd-fresh-64", CROWD(64), .collectors = SMALL_LOGS,
	  .start = START_FRESH },
	/* ids of an xAPIC have 8 bits */
	{ .name = "crowd-255", CROWD(255),
	  .collectors = COLLECT_BITMAP | COLLECT_RING_MIN },
};

const struct test test = {
	.name = "vcpus",
	.about = "several vCPUs write, and the harvest comes when all have stopped",
	.clauses = "R36 R37",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
