// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns with dirty pages at every kind of distance.  KVM handles its bitmap
 * in words of 64 bits, its mappings in tables of 512 entries (2048 with pages
 * of 16K), and its ring in masks of 64 pages.  If a mask, a shift or a loop
 * bound is off by one, a page at one of these edges is missed or spurious.
 */
#include "host/test.h"

#define WALK(...) { { .op = "store-64", .pattern = { __VA_ARGS__ } } }

static const struct test_case cases[] = {
	{ .name = "run", .pages = 200, .stores = WALK(.kind = PATTERN_RUN) },
	{ .name = "reverse", .pages = 200, .stores = WALK(.kind = PATTERN_REVERSE) },
	{ .name = "every-2", .pages = 200,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 2) },
	/* one page less than a word, a word, one more */
	{ .name = "every-63",
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 63) },
	{ .name = "every-64",
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 64) },
	{ .name = "every-65",
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 65) },
	/* the last page of each word */
	{ .name = "every-64-from-63",
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 64, .first = 63) },
	/* one page per page table: the first entry, then the last */
	{ .name = "first-of-each-table", .pages = 2 * PER_HUGE + 3,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = PER_HUGE) },
	{ .name = "last-of-each-table", .pages = 2 * PER_HUGE + 3,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = PER_HUGE,
			 .first = PER_HUGE - 1) },
	{ .name = "word-edges", .pages = 1027, .stores = WALK(.kind = PATTERN_WORD_EDGE) },
	{ .name = "huge-edges", .pages = 2 * PER_HUGE + 3,
	  .stores = WALK(.kind = PATTERN_HUGE_EDGE),
	  .start = START_WRITTEN, .backings = BACKING_ANON | BACKING_THP },
	{ .name = "slot-end",
	  .stores = WALK(.kind = PATTERN_SLOT_END, .step = 3) },
	{ .name = "permuted", .pages = 200, .stores = WALK(.kind = PATTERN_PERMUTE) },
	/*
	 * half of the pages in random order; the other half may not be reported
	 */
	{ .name = "permuted-half", .pages = 300, .start = START_FRESH,
	  .stores = WALK(.kind = PATTERN_PERMUTE, .count = 150) },
	{ .name = "hot-set", .stores = WALK(.kind = PATTERN_HOT, .first = 60,
					    .step = 9, .count = 150) },
	{ .name = "random", .start = START_LATE,
	  .stores = WALK(.kind = PATTERN_RANDOM, .count = 200) },
	/* slots of one page less than a word, a word, one more */
	{ .name = "slot-of-63", .pages = 63,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 62) },
	{ .name = "slot-of-64", .pages = 64,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 63) },
	{ .name = "slot-of-65", .pages = 65,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 64) },
	/* bit 0 is the slot's first page, wherever it lies (clause G3) */
	{ .name = "odd-base", .pages = 200, .gpa = 1ull << 30, .gpa_pages = 37,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 27) },
	{ .name = "above-4g", .pages = 130, .gpa = 5ull << 30,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 43) },
	/* the slot begins 128K below 4 GiB, where addresses exceed 32 bits */
	{ .name = "across-4g", .pages = 130, .gpa = (4ull << 30) - (128 << 10),
	  .stores = WALK(.kind = PATTERN_RUN, .first = 1, .count = 67) },
	/* the last addresses that the guest has */
	{ .name = "top", .pages = 130, .gpa = MACHINE_GPA_TOP,
	  .start = START_FRESH,
	  .stores = WALK(.kind = PATTERN_STRIDE, .step = 43) },
};

const struct test test = {
	.name = "stride",
	.about = "patterns that touch every edge in KVM's logs",
	.clauses = "G2 G3 G14 C16 C23 S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
