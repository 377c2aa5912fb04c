// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is used for what it holds: the guest plants code, and executes it
 * from pages that are clean; code that stores to the page it is executed from, code
 * that changes the instruction after it, and code that KVM patches; descriptors, in
 * which the processor notes by itself that it has loaded them.  Where a page is
 * write-protected, the store comes from the middle of what the processor reads of
 * it.
 *
 * In each case the first op plants and the others use that.
 */
#include "host/test.h"

#define NR_TIMES 3

static void run(struct run *r)
{
	const struct stores *s;

	round_initial(r);
	for (u32 i = 0; i < NR_TIMES; i++) {
		for (s = r->c->stores; s->op; s++) {
			round_queue(r, *s);
			round_finish(r);
		}
		round_finish(r);
	}
}

/* A run of pages over a word's edge. */
#define EACH(name) \
	{ .op = name, .pattern = { .kind = PATTERN_RUN, .first = 60, .count = 8 } }
#define USE(how, what) .stores = { EACH(how), EACH(what) }

static const struct test_case cases[] = {
	/* what is only executed is clean */
	{ .name = "executed", USE("plant-code", "run-planted") },
	{ .name = "executed-fresh", .start = START_FRESH,
	  USE("plant-code", "run-planted") },
	{ .name = "stores-to-itself",
	  USE("plant-code", "run-planted-store") },
	{ .name = "stores-to-itself-written", .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP,
	  USE("plant-code", "run-planted-store") },
	{ .name = "modifies-itself",
	  USE("plant-code", "run-planted-modify") },
	/* code that KVM patches, and finds patched */
	{ .name = "hypercall", .clauses = "G19", .needs = NEED_HYPERCALLS,
	  .stores = { EACH("plant-code"), EACH("run-hypercalls"),
		      EACH("run-hypercalls-again") } },
	/* a descriptor that is accessed for the first time, and one that was */
	{ .name = "segment-first", .clauses = "G19",
	  USE("plant-segments", "load-segment") },
	{ .name = "segment-again",
	  USE("plant-segments", "load-segment-loaded") },
};

const struct test test = {
	.name = "planted",
	.about = "pages that are executed, or hold descriptors, while logged",
	.clauses = "G2 S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
