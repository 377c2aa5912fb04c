// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mappings that KVM makes ahead of the guest (KVM_PRE_FAULT_MEMORY, api.rst
 * 4.143) are like those of reads: they dirty nothing that is mapped already, on
 * memory that is not mapped yet what the allowance tdp-read says, and never may
 * they let a later store through that nobody hears of.
 */
#include "host/round/allowance.h"
#include "host/test.h"

enum { EXCUSED };

#define NR_AHEAD 70
#define FIRST 30

static void store_and_check(struct run *r)
{
	/* Some of the pages, and the next beyond them. */
	for (u32 i = 0; i < 2; i++) {
		round_store(r, 0, FIRST + NR_AHEAD - 6, 7);
		round_store(r, 0, FIRST, 1);
		round_finish(r);
		round_finish(r);
	}
}

/*
 * Without accessed bits in KVM's tables a page that is mapped ahead is not mapped
 * writable, so that KVM sees its first use, and is not marked:
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

/* Mapped ahead, huge where it can be, before logging goes on. */
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
	.about = "mappings that KVM makes ahead are no stores and hide none",
	.clauses = "S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
