// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random sequences of operations, drawn from the seed.  The operations are:
 * stores; harvests of all or of a part; logging switched on and off; slots
 * deleted, created (also read-only) and moved; vCPUs that wait in the middle of
 * a record; memory that the host takes away.  Each case is a mix of these.
 * After each step a model of the log (host/model/model_state.h) says which
 * pages must be dirty and which may be.  A sequence that fails is shrunk.
 */
#include "host/model/model.h"
#include "host/test.h"

enum { SEQUENCES, STEPS, GROUPS, MOST_STEPS };

static void run(struct run *r)
{
	const u64 *n = r->c->n;
	struct model_plan plan = {
		.nr_sequences = n[SEQUENCES],
		.nr_steps = n[STEPS],
		.groups = n[GROUPS],
		.most_steps = n[MOST_STEPS],
	};

	model_run(r, &plan);
}

/*
 * Three slots: two words and 3 pages; a huge page, a word and 3 pages; one
 * word.
 */
#define AREAS                                                          \
	.pages = 131, .more_pages = { PER_HUGE + 67, 64 }, .vcpus = 2, \
	.start = START_NONE

#define ALL (MODEL_LIVE | MODEL_SLOTS | MODEL_HOST)

/*
 * A fault that is injected once in each sequence shows in some of the
 * sequences.
 */
#define FINDS(lie, words, which)                                    \
	{ .name = "finds-" lie, AREAS, .fault = lie, .says = words, \
	  .n = { [SEQUENCES] = 40, [STEPS] = 60, [GROUPS] = ALL, \
		 [MOST_STEPS] = 10 }, .collectors = which }

#define STORERS \
	.user = true, .smm_pages = 70, .needs = NEED_SMM, \
	.stores = { { .op = "emu-store-64" }, { .op = "store-64", .user = true } }, \
	.n = { [SEQUENCES] = 5, [STEPS] = 60, \
	       [GROUPS] = ALL | MODEL_STORERS | MODEL_ACCESS | MODEL_NESTED }, \
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS | COLLECT_CLEAR_INIT | \
		      COLLECT_RING | COLLECT_RING_MIN

static const struct test_case cases[] = {
	{ .name = "mix", AREAS,
	  .n = { [SEQUENCES] = 5, [STEPS] = 60, [GROUPS] = ALL } },
	/* The guest's own entries are dirty from the start.  So the allowance
	 * shadow-read also covers pages that were stored to and unmapped. */
	{ .name = "reads", AREAS,
	  .n = { [SEQUENCES] = 5, [STEPS] = 60, [GROUPS] = ALL | MODEL_READS },
	  .guest_pte_dirty = true, .backings = BACKING_ANON | BACKING_MEMFD },
	{ .name = "huge", AREAS,
	  .n = { [SEQUENCES] = 5, [STEPS] = 60, [GROUPS] = ALL },
	  .backings = BACKING_THP },
	{ .name = "unkicked", AREAS,
	  .n = { [SEQUENCES] = 5, [STEPS] = 60,
		 [GROUPS] = ALL | MODEL_UNKICKED },
	  .collectors = COLLECT_LOGS },
	{ .name = "nested", AREAS,
	  .n = { [SEQUENCES] = 5, [STEPS] = 60, [GROUPS] = ALL | MODEL_NESTED },
	  .nest = NEST, .backings = BACKING_ANON | BACKING_THP,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_CLEAR_INIT |
			COLLECT_RING },
	/* All storers that KVM has, and a host that protects its memory */
	{ .name = "storers", AREAS, STORERS },
	{ .name = "nested-storers", AREAS, STORERS, .nest = NEST },
	/* no edge of a slot, of a word or of a huge page is one of another */
	{ .name = "odd", AREAS, .gpa = MACHINE_GPA_USUAL, .gpa_pages = 63,
	  .hva = HVA_PAGE_OFF,
	  .n = { [SEQUENCES] = 5, [STEPS] = 60,
		 [GROUPS] = MODEL_LIVE | MODEL_SLOTS | MODEL_ACCESS },
	  .backings = BACKING_ANON | BACKING_THP },
	/* a deleted or moved slot leaves the mappings of the others alone */
	{ .name = "alone", AREAS,
	  .n = { [SEQUENCES] = 5, [STEPS] = 60, [GROUPS] = ALL | MODEL_ALONE } },
	{ .name = "guarded", AREAS,
	  .n = { [SEQUENCES] = 5, [STEPS] = 60,
		 [GROUPS] = ALL | MODEL_ACCESS | MODEL_GUARDS },
	  .backings = BACKING_ANON | BACKING_THP },
	FINDS("lose-bit", "missed 1 page", COLLECT_BITMAP | COLLECT_CLEAR),
	FINDS("extra-bit", "spurious 1 page", COLLECT_BITMAP | COLLECT_CLEAR),
	FINDS("tail-bit", "past its end", COLLECT_BITMAP | COLLECT_CLEAR),
	FINDS("no-reprotect", "missed 1 page",
	      COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING),
	FINDS("shift-clear", "spurious", COLLECT_CLEAR | COLLECT_CLEAR_CHUNKS),
	FINDS("clear-nothing", "spurious", COLLECT_CLEAR),
	FINDS("ring-drop", "missed 1 page",
	      COLLECT_RING | COLLECT_RING_BITMAP),
	FINDS("ring-dup", "2 times, for 1",
	      COLLECT_RING | COLLECT_RING_BITMAP),
	FINDS("ring-misnumber", "missed 1 page",
	      COLLECT_RING | COLLECT_RING_BITMAP),
	FINDS("ring-slot", "which is not logged",
	      COLLECT_RING | COLLECT_RING_BITMAP),
	FINDS("backup-bit", "backup bitmap 1 page", COLLECT_RING_BITMAP),
	FINDS("reset-count", "were harvested",
	      COLLECT_RING | COLLECT_RING_BITMAP),
	FINDS("errno", "ENOENT expected", COLLECT_BITMAP | COLLECT_CLEAR),
	{ .name = "finds-guest-skip", AREAS, .fault = "guest-skip",
	  .says = "stores on vCPU", .expects = VERDICT_ERROR,
	  .n = { [SEQUENCES] = 40, [STEPS] = 60, [GROUPS] = ALL,
		 [MOST_STEPS] = 10 },
	  .collectors = COLLECT_BITMAP | COLLECT_RING },
};

const struct test test = {
	.name = "model",
	.about = "random operations, compared with a model after each step",
	.clauses = "G2 G5 G21 C16 C17 M8 M9 M14 R19 R20 R21 R24 S9 S10 S12 S13 S14",
	.collectors = COLLECT_USUAL,
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
