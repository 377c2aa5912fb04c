// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM_PRE_FAULT_MEMORY (api.rst 4.143) maps memory ahead of the guest, as a
 * read fault would.  A page that is mapped already must not be reported.  A
 * page that is not mapped yet may be reported where the allowance tdp-read says
 * so.  A later store must be reported in any case.
 */
#include "host/round/allowance.h"
#include "host/test.h"

enum { EXCUSED };

#define NR_AHEAD 70
#define FIRST 30

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
	if (allowance_applies(r, 0) && verdict_page->nr_excused != want)
		verdict_fail("an allowance excused %u pages, %lu expected: does this kernel need it?",
			     verdict_page->nr_excused, want);
	store_and_check(r);
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

static const struct test_case cases[] = {
	{ .name = "armed", .run = run },
	{ .name = "fresh", .run = run, .start = START_FRESH },
	{ .name = "populated", .run = run, .start = START_POPULATED,
	  .n = { [EXCUSED] = NR_AHEAD } },
	{ .name = "before-logging", .run = before, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP | BACKING_HUGE_2M },
};

const struct test test = {
	.name = "prefault",
	.about = "mappings made ahead are not reported, and hide no store",
	.clauses = "S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
