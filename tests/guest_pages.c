// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guests whose page size is not the host's.  On arm64 each may be 4K, 16K or
 * 64K.  A dirty log counts the host's pages (clause S17), whatever the guest's
 * size is.  One guest page may consist of several host pages, or one host page
 * may hold several guest pages.  In both cases a store must dirty exactly the
 * host page that it writes.  KVM learns the address from a fault, and has to
 * round it to the host's page size.  If KVM rounds to the wrong size, a page
 * too many is reported, or the wrong page.
 *
 * If an architecture's guests have one page size only, only cases of that size
 * are listed.
 */
#include "host/test.h"

/*
 * The slot ends in the middle of a guest page that is larger than a host page.
 */
#define PAGES (2 * 64 + 2)

#define STORE(at, ...) \
	{ { .op = "store-64", .offset_bytes = (at), __VA_ARGS__ } }
#define WALK(...) .pattern = { __VA_ARGS__ }
#define IN_GUEST_PAGES(...) .guest_pages = true, WALK(__VA_ARGS__)

/*
 * Offsets of an 8-byte store that ends with the page, or lies half in the next.
 */
#define LAST (-8)
#define ACROSS (-4)

/*
 * Every third page is written.  So each host page of a guest page is written
 * once, with clean neighbours.
 */
#define GUEST_PAGES(size, shift)                                              \
	{ .name = size "-host-first-word", .guest_page_shift = (shift),       \
	  .pages = PAGES,                                                     \
	  .stores = STORE(0, WALK(.kind = PATTERN_STRIDE, .step = 3)) },      \
	{ .name = size "-host-last-word", .guest_page_shift = (shift),        \
	  .pages = PAGES,                                                     \
	  .stores = STORE(LAST, WALK(.kind = PATTERN_STRIDE, .step = 3)) },   \
	{ .name = size "-guest-first-word", .guest_page_shift = (shift),      \
	  .pages = PAGES,                                                     \
	  .stores = STORE(0, IN_GUEST_PAGES(.kind = PATTERN_STRIDE,           \
					    .step = 3)) },                    \
	{ .name = size "-guest-middle", .guest_page_shift = (shift),          \
	  .pages = PAGES,                                                     \
	  .stores = STORE(1 << ((shift) - 1),                                 \
			  IN_GUEST_PAGES(.kind = PATTERN_RUN)) },             \
	{ .name = size "-guest-last-word", .guest_page_shift = (shift),       \
	  .pages = PAGES, .start = START_FRESH,                               \
	  .stores = STORE(LAST, IN_GUEST_PAGES(.kind = PATTERN_STRIDE,        \
					       .step = 3)) },                 \
	/* over a host page's end, inside a larger guest page */              \
	{ .name = size "-across-host", .guest_page_shift = (shift),           \
	  .pages = PAGES,                                                     \
	  .stores = STORE(ACROSS, WALK(.kind = PATTERN_STRIDE, .step = 6)) }, \
	/* over a guest page's end, inside a larger host page */              \
	{ .name = size "-across-guest", .guest_page_shift = (shift),          \
	  .pages = PAGES,                                                     \
	  .stores = STORE(ACROSS, IN_GUEST_PAGES(.kind = PATTERN_STRADDLE,    \
						 .first = 1)) },              \
	/* the slot begins in the middle of a larger guest page */            \
	{ .name = size "-odd-base", .guest_page_shift = (shift),              \
	  .pages = PAGES, .gpa = 1ull << 30, .gpa_pages = 5,                  \
	  .stores = STORE(ACROSS, WALK(.kind = PATTERN_STRIDE, .step = 3,     \
				       .count = PAGES / 3)) },                \
	{ .name = size "-reads", .guest_page_shift = (shift),                 \
	  .pages = PAGES,                                                     \
	  .stores = {                                                         \
		  { .op = "read", .offset_bytes = LAST,                       \
		    IN_GUEST_PAGES(.kind = PATTERN_RUN) },                    \
		  { .op = "store-64", WALK(.first = 65, .count = 1) },        \
	  } },                                                                \
	/* KVM maps the memory huge, whatever the guest's page size is */     \
	{ .name = size "-huge", .guest_page_shift = (shift),                  \
	  .start = START_WRITTEN, .backings = BACKING_ANON | BACKING_THP,     \
	  .stores = STORE(ACROSS, IN_GUEST_PAGES(.kind = PATTERN_STRIDE,      \
						 .first = 1, .step = 5,       \
						 .count = 6)) }

static const struct test_case cases[] = {
	GUEST_PAGES("4k", 12),
	GUEST_PAGES("16k", 14),
	GUEST_PAGES("64k", 16),
};

const struct test test = {
	.name = "guest_pages",
	.about = "guests whose page size is not the host's",
	.clauses = "S17 G3",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING |
		      COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
