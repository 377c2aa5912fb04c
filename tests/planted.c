// SPDX-License-Identifier: GPL-2.0-only
/*
 * Logged pages that hold code or descriptors.  The guest plants code in a page,
 * and executes the code when the page is clean.  The code may only return, may
 * store to its own page, or may overwrite its next instruction; or KVM patches
 * it.  In a descriptor the processor itself sets the accessed bit.  In all
 * these cases the store faults on a page that the processor is reading at that
 * moment.
 *
 * In each case the first op plants, and the other ops use what is planted.
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

/* Pages on both sides of a word edge. */
#define EACH(name) \
	{ .op = name, .pattern = { .kind = PATTERN_RUN, .first = 60, .count = 8 } }
#define USE(how, what) .stores = { EACH(how), EACH(what) }

static const struct test_case cases[] = {
	/* a page that is only executed stays clean */
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
	/* code that KVM patches; the second time nothing is left to patch */
	{ .name = "hypercall", .clauses = "G19", .needs = NEED_HYPERCALLS,
	  .stores = { EACH("plant-code"), EACH("run-hypercalls"),
		      EACH("run-hypercalls-again") } },
	/* a descriptor whose accessed bit is clear, and one whose bit is set */
	{ .name = "segment-first", .clauses = "G19",
	  USE("plant-segments", "load-segment") },
	{ .name = "segment-again",
	  USE("plant-segments", "load-segment-loaded") },
	{ .name = "segment-emulated", .clauses = "G19",
	  USE("plant-segments", "emu-load-segment") },
};

const struct test test = {
	.name = "planted",
	.about = "logged pages that hold code or descriptors",
	.clauses = "G2 S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
