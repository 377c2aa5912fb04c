// SPDX-License-Identifier: GPL-2.0-only
/*
 * The shortest test of everything.  One vCPU writes a few pages, and exactly
 * these must be reported.  When nothing is written, nothing may be reported.  A
 * slot that does not log must never appear.  The test is short, so it runs from
 * every starting state and on every backing.  Read failures of this test first.
 */
#include "host/test.h"

/* Page 0, both sides of a word edge, both sides of a huge-page edge. */
#define FEW_PAGES                                                             \
	.pages = HUGE_AND_TAIL,                                               \
	.stores = {                                                           \
		{ .op = "store-64", .pattern = { .kind = PATTERN_RUN,           \
					       .count = 1 } },                \
		{ .op = "store-64", .pattern = { .kind = PATTERN_RUN,           \
					       .first = 63, .count = 2 } },   \
		{ .op = "store-64", .pattern = { .kind = PATTERN_RUN,           \
					       .first = PER_HUGE - 1,         \
					       .count = 2 } },                \
	}

/* INITIALLY_SET is a flag of bitmaps, and may affect how a ring begins. */
#define BEGINNINGS (COLLECT_USUAL | COLLECT_RING_INIT)

#define HUGE                                              \
	(BACKING_ANON | BACKING_THP | BACKING_HUGE_2M |   \
	 BACKING_HUGE_32M)

static const struct test_case cases[] = {
	{ .name = "armed", .start = START_ARMED, FEW_PAGES,
	  .collectors = BEGINNINGS | COLLECT_RING_MAX },
	{ .name = "fresh", .clauses = "M10 M16",
	  .start = START_FRESH, FEW_PAGES,
	  .collectors = BEGINNINGS },
	{ .name = "populated", .start = START_POPULATED, FEW_PAGES,
	  .collectors = BEGINNINGS },
	{ .name = "late", .clauses = "M11",
	  .start = START_LATE, FEW_PAGES,
	  .backings = HUGE | BACKING_DEVICE, .collectors = BEGINNINGS },
	/*
	 * pages that the guest read before logging may be mapped huge and
	 * writable
	 */
	{ .name = "read-before", .clauses = "S14",
	  .start = START_READ, FEW_PAGES,
	  .backings = HUGE, .collectors = BEGINNINGS },
	/* clause S14: earlier writes are not reported, later ones are */
	{ .name = "written-before", .clauses = "S14 M17",
	  .start = START_WRITTEN,
	  FEW_PAGES, .backings = HUGE, .collectors = BEGINNINGS },
	/* every other kind of memory, with one bitmap and one ring */
	{ .name = "backing", .start = START_POPULATED, FEW_PAGES,
	  .collectors = COLLECT_BITMAP | COLLECT_RING,
	  .backings = BACKING_HUGE_1G | BACKING_MEMFD | BACKING_FILE | BACKING_DEVICE },
	{ .name = "unlogged-slot", .clauses = "R35",
	  .start = START_ARMED, .unlogged_pages = 64,
	  .stores = {
		  { .op = "store-64", .slot = 1,
		    .pattern.kind = PATTERN_RUN },
		  { .op = "store-64", .pattern = { .kind = PATTERN_RUN,
						 .first = 64, .count = 1 } },
	  } },
	/* two logged slots: a store to one must not appear in the other */
	{ .name = "two-slots", .start = START_ARMED, .pages = 130,
	  .more_pages = { 67 }, .unlogged_pages = 1,
	  .stores = {
		  { .op = "store-64", .pattern = { .kind = PATTERN_SLOT_END } },
		  { .op = "store-64", .slot = 1,
		    .pattern = { .kind = PATTERN_RUN, .count = 1 } },
	  } },
	{ .name = "one-page-slot", .start = START_FRESH, .pages = 1,
	  .stores = { { .op = "store-64", .pattern.kind = PATTERN_RUN } } },
};

const struct test test = {
	.name = "smoke",
	.about = "a few stores from every starting state, on every backing",
	.clauses = "G1 G2 G5 G14 S1 M2 R10 R15 R16 R17 R20 R21 W7 G11 R9 E9 E11 E12",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
