// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM on arm64 splits the blocks of a slot by itself when logging is switched on, or when the
 * log is cleared, if the VMM has asked for it (KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE, QEMU's
 * eager-split-size).  What comes of a block must be protected like the block (clauses G2 and S14).
 */
#include "host/test.h"

/* Around the edges of words and of a block.  x86 lacks this store, and so the rows. */
#define STORES \
	{ { .op = "stp-64", .pattern = { .kind = PATTERN_RUN, .first = 62, .count = 4 } }, \
	  { .op = "stp-64", .pattern = { .kind = PATTERN_RUN, .first = PER_HUGE - 2, \
					 .count = 4 } } }
#define CASE(what, begin) \
	{ .name = what, .start = begin, .split_blocks = true, .pages = 2ull * PER_HUGE + 67, \
	  .stores = STORES }

static const struct test_case cases[] = {
	CASE("written", START_WRITTEN),
	CASE("read", START_READ),
	CASE("late", START_LATE),
	CASE("armed", START_ARMED),
};

const struct test test = {
	.name = "split_blocks",
	.about = "blocks that KVM on arm64 splits by itself are protected",
	.clauses = "G2 S14",
	.collectors = COLLECT_LOGS | COLLECT_RING_BITMAP,
	.backings = BACKING_THP | BACKING_HUGE_2M | BACKING_HUGE_32M,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run_stores_twice,
};
