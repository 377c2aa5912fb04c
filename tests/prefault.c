// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM_PRE_FAULT_MEMORY (api.rst 4.143) maps memory ahead of the guest, as a
 * read fault would.  A page that is mapped already must not be reported.  A
 * page that is not mapped yet may be reported where the allowance tdp-read says
 * so.  A later store must be reported in any case.  One call may map more pages than a
 * ring has room for.  KVM must end the call then, and lose no entry (P1).
 */
#include <errno.h>

#include "host/round/allowance.h"
#include "host/scene/ring_level.h"
#include "host/test.h"

enum { EXCUSED, PAST };

#define NR_AHEAD 70
#define FIRST 30
/* A ring has 1024 entries at least where the processor logs (PML), else 256. */
#define PAST_PAGES 1800

static void store_and_check(struct run *r)
{
	/* Some of the pages, and the first page behind them. */
	for (u32 i = 0; i < 2; i++) {
		round_store(r, 0, FIRST + NR_AHEAD - 6, 7);
		round_store(r, 0, FIRST, 1);
		round_finish(r);
		round_finish(r);
	}
}

/*
 * Without accessed bits in KVM's tables, KVM maps a page ahead without write
 * access, so that it sees the first use, and does not mark the page:
 * mark_spte_for_access_track() in make_spte(), arch/x86/kvm/mmu/spte.c.
 */
static bool ahead_is_writable(const struct run *r)
{
	return r->backend->walks_write;
}

static void run(struct run *r)
{
	u64 want = ahead_is_writable(r) ? r->c->n[EXCUSED] : 0;

	round_initial(r);
	round_prefault(r, 0, FIRST, NR_AHEAD);
	round_finish(r);
	/* Pages that the host moves are excused, too. */
	if (allowance_applies(r, 0) && !verdict_page->nr_moved &&
	    verdict_page->nr_excused != want)
		verdict_fail("an allowance excused %u pages, %lu expected: does this kernel need it?",
			     verdict_page->nr_excused, want);
	store_and_check(r);
}

/* What the call reports, the case "armed" judges.  It must not hide the next store. */
static void stored(struct run *r)
{
	round_initial(r);
	round_prefault(r, 0, FIRST, NR_AHEAD);
	round_discard(r);
	store_and_check(r);
}

/*
 * Pages that are written, and so mapped writable, are mapped ahead.  Linux 7 sees that they
 * are, and pushes no second entry (E19).
 */
static void written(struct run *r)
{
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		round_store(r, 0, FIRST, NR_AHEAD);
		round_run(r);
		round_prefault(r, 0, FIRST, NR_AHEAD);
		round_report(r);
		round_finish(r);
	}
}

/*
 * The vCPU is in its nested guest, whose addresses are not those of the VM.  KVM refuses,
 * and has mapped nothing (P3).  In the outer guest KVM maps.
 */
static void in_nested(struct run *r)
{
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		round_queue(r, (struct stores){ .op = "store-64",
						.nested = true,
						.pattern = { .first = 5,
							     .count = 3 } });
		round_run(r);
		round_no_prefault(r, 0, FIRST, NR_AHEAD, EOPNOTSUPP);
		round_report(r);
		store_and_check(r);
	}
	round_prefault(r, 0, 5, 1);
}

/* Memory is mapped ahead, huge if possible, before logging is switched on. */
static void before(struct run *r)
{
	round_prefault(r, 0, 0, r->machine->slot[0].nr_pages);
	round_forget(r);
	round_log(r, 0, true);
	round_initial(r);
	round_finish(r);
	store_and_check(r);
}

/*
 * n[PAST] pages more than the ring has entries.  An entry that was overwritten leaves a page
 * writable that nobody knows of, and stores to it are lost.
 */
static void past_ring(struct run *r)
{
	u32 nr_pages = r->machine->ring_entries + r->c->n[PAST];

	ring_overrun_may_warn(r);
	round_prefault(r, 0, 0, nr_pages);
	/* What may be reported here, the other cases judge. */
	round_discard(r);
	for (u32 i = 0; i < 2; i++) {
		round_store(r, 0, 0, nr_pages);
		round_finish(r);
	}
	round_finish(r);
}

static const struct test_case cases[] = {
	{ .name = "armed", .clauses = "P2", .run = run },
	{ .name = "armed-stored", .run = stored },
	{ .name = "fresh", .run = run, .start = START_FRESH },
	{ .name = "populated", .run = run, .start = START_POPULATED,
	  .n = { [EXCUSED] = NR_AHEAD } },
	{ .name = "written", .clauses = "E19", .run = written,
	  .collectors = COLLECT_RING | COLLECT_RING_MIN },
	{ .name = "in-nested", .clauses = "P3", .nest = NEST, .pages = 130,
	  .run = in_nested },
	{ .name = "before-logging", .run = before, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP | BACKING_HUGE_2M },
	/* what is left in the ring leaves the vCPU room for its stores, or none */
	{ .name = "past-ring", .clauses = "P1", .run = past_ring,
	  .start = START_POPULATED, .pages = PAST_PAGES,
	  .n = { [PAST] = 44 }, .collectors = COLLECT_RING_MIN },
	{ .name = "past-ring-far", .clauses = "P1", .run = past_ring,
	  .start = START_POPULATED, .pages = PAST_PAGES,
	  .n = { [PAST] = 744 }, .collectors = COLLECT_RING_MIN },
};

const struct test test = {
	.name = "prefault",
	.about = "mappings made ahead are not reported, and hide no store",
	.clauses = "S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
