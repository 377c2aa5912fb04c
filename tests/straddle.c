// SPDX-License-Identifier: GPL-2.0-only
/*
 * One store that writes two pages dirties both (clause S1), and one that ends
 * just short of the next page dirties one.  The two pages may differ in bitmap
 * word, in page table, in slot, and in whether they are logged at all.
 */
#include "host/test.h"

/* An 8-byte store at these offsets of a page of 4096 bytes ... */
#define LAST_WITHIN 4088 /* ends with the page */
#define FIRST_ACROSS 4089 /* one byte in the next page */
#define LAST_ACROSS 4095  /* seven bytes in the next page */

#define AT(offset, ...) \
	{ .op = "mov-64", .offset_bytes = (offset), .pattern = { __VA_ARGS__ } }

static const struct test_case cases[] = {
	{ .name = "within", .pages = 200, .stores = { AT(LAST_WITHIN, .kind = PATTERN_STRIDE,
					   .step = 2) } },
	{ .name = "one-byte", .pages = 200, .stores = { AT(FIRST_ACROSS,
					     .kind = PATTERN_STRADDLE) } },
	{ .name = "half", .pages = 200, .stores = { AT(4092, .kind = PATTERN_STRADDLE) } },
	{ .name = "seven-bytes", .pages = 200, .stores = { AT(LAST_ACROSS,
						.kind = PATTERN_STRADDLE,
						.first = 1) } },
	/* pages 63 and 64: two words; 511 and 512: two page tables */
	{ .name = "word-edge", .stores = { AT(4092, .kind = PATTERN_STRIDE,
					      .first = 63, .count = 1) } },
	{ .name = "huge-edge", .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP,
	  .stores = { AT(4092, .kind = PATTERN_STRIDE, .first = 511,
			 .count = 1) } },
	{ .name = "fresh", .pages = 200, .start = START_FRESH,
	  .stores = { AT(4092, .kind = PATTERN_STRADDLE) } },
	/* from the last page of a slot into the first of the next */
	{ .name = "two-slots", .pages = 66, .more_pages = { 5 },
	  .adjacent = true,
	  .stores = { AT(4092, .kind = PATTERN_SLOT_END) } },
	/* only one half is logged: first the lower, then the upper one */
	{ .name = "into-unlogged", .pages = 66, .unlogged_pages = 5,
	  .adjacent = true,
	  .stores = { AT(4092, .kind = PATTERN_SLOT_END) } },
	{ .name = "wide-store", .stores = {
		  { .op = "cmpxchg16b-hit", .offset_bytes = 4080,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 2 } } } },
	/* a string store of a page's length that begins in the middle of one */
	{ .name = "string", .stores = {
		  { .op = "rep-stosq-page", .offset_bytes = 2048,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 4,
				 .count = 3 } } } },
	{ .name = "string-down", .stores = {
		  { .op = "rep-stosq-down", .offset_bytes = 2048,
		    .pattern = { .kind = PATTERN_STRIDE, .first = 1,
				 .step = 4, .count = 3 } } } },
};

const struct test test = {
	.name = "straddle",
	.about = "stores over a page boundary dirty both pages, else one",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
