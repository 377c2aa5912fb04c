// SPDX-License-Identifier: GPL-2.0-only
/*
 * A store that writes two pages must dirty both (clause S1).  A store that ends
 * just before the next page must dirty one.  The two pages may be in different
 * words of the bitmap, page tables or slots, and only one of them may be
 * logged.
 */
#include "host/test.h"

/* Offsets of an 8-byte store from the page's end: the store ... */
#define LAST_WITHIN (-8)  /* ends with the page */
#define FIRST_ACROSS (-7) /* has one byte in the next page */
#define HALF_ACROSS (-4)
#define LAST_ACROSS (-1)  /* has seven bytes in the next page */

#define AT(offset, ...) \
	{ .op = "store-64", .offset_bytes = (offset), .pattern = { __VA_ARGS__ } }

/* A few pages on both sides of a word edge, at page 64. */
#define EDGE_PAGES 70
#define FIRST_EVEN 60
#define FIRST_ODD 61

static const struct test_case cases[] = {
	{ .name = "within", .pages = EDGE_PAGES,
	  .stores = { AT(LAST_WITHIN, .kind = PATTERN_STRIDE,
			 .first = FIRST_EVEN, .step = 2, .count = 5) } },
	{ .name = "one-byte", .pages = EDGE_PAGES,
	  .stores = { AT(FIRST_ACROSS, .kind = PATTERN_STRADDLE,
			 .first = FIRST_EVEN) } },
	{ .name = "half", .pages = EDGE_PAGES,
	  .stores = { AT(HALF_ACROSS, .kind = PATTERN_STRADDLE,
			 .first = FIRST_EVEN) } },
	{ .name = "seven-bytes", .pages = EDGE_PAGES,
	  .stores = { AT(LAST_ACROSS, .kind = PATTERN_STRADDLE,
			 .first = FIRST_ODD) } },
	/*
	 * pages 63 and 64 are in two words; the next row crosses two page
	 * tables
	 */
	{ .name = "word-edge", .stores = { AT(HALF_ACROSS, .kind = PATTERN_STRIDE,
					      .first = 63, .count = 1) } },
	{ .name = "huge-edge", .pages = HUGE_AND_TAIL, .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP,
	  .stores = { AT(HALF_ACROSS, .kind = PATTERN_STRIDE,
			 .first = PER_HUGE - 1, .count = 1) } },
	{ .name = "fresh", .pages = EDGE_PAGES, .start = START_FRESH,
	  .stores = { AT(HALF_ACROSS, .kind = PATTERN_STRADDLE,
			 .first = FIRST_EVEN) } },
	/* from the last page of a slot into the first of the next */
	{ .name = "two-slots", .pages = 66, .more_pages = { 5 },
	  .adjacent = true,
	  .stores = { AT(HALF_ACROSS, .kind = PATTERN_SLOT_END) } },
	/* only the lower half is logged */
	{ .name = "into-unlogged", .pages = 66, .unlogged_pages = 5,
	  .adjacent = true,
	  .stores = { AT(HALF_ACROSS, .kind = PATTERN_SLOT_END) } },
	/* Wide stores.  Each exists on one architecture, see struct test. */
	{ .name = "wide-store", .stores = {
		  { .op = "cmpxchg16b-hit", .offset_bytes = -16,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 2,
				 .count = 3 } } } },
	{ .name = "wide-cas", .stores = {
		  { .op = "casp-hit", .offset_bytes = -16,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 2,
				 .count = 3 } } } },
	/* one instruction, two accesses, the second of them in the next page */
	{ .name = "pair", .stores = {
		  { .op = "stp-64", .offset_bytes = -8,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 4,
				 .count = 3 } } } },
	{ .name = "vectors", .stores = {
		  { .op = "st1-64-bytes", .offset_bytes = -40,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 4,
				 .count = 3 } } } },
	/* a string store of 4096 bytes that begins in the middle of a page */
	{ .name = "string", .stores = {
		  { .op = "rep-stosq-page", .offset_bytes = 2048,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 4,
				 .count = 3 } } } },
	{ .name = "string-down", .stores = {
		  { .op = "rep-stosq-down", .offset_bytes = 2048,
		    .pattern = { .kind = PATTERN_STRIDE, .first = 1,
				 .step = 4, .count = 3 } } } },
	/* KVM's emulator marks the page again for each element */
	{ .name = "string-emulated", .stores = {
		  { .op = "emu-rep-stosq-page", .offset_bytes = 2048,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 4,
				 .count = 3 } } } },
	/* KVM writes data that userspace provides */
	{ .name = "string-input", .stores = {
		  { .op = "rep-ins-8-page", .offset_bytes = 2048,
		    .pattern = { .kind = PATTERN_STRIDE, .step = 4,
				 .count = 3 } } } },
	{ .name = "string-input-down", .stores = {
		  { .op = "rep-ins-32-down", .offset_bytes = 2048,
		    .pattern = { .kind = PATTERN_STRIDE, .first = 1,
				 .step = 4, .count = 3 } } } },
};

const struct test test = {
	.name = "straddle",
	.about = "stores across a page boundary dirty both pages, other stores one",
	.clauses = "S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
