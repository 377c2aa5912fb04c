/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A pattern is a sequence of page numbers in an area of nr_pages pages.  A few
 * numbers describe the sequence, and fit in a store record.  The guest walks
 * the pattern to dirty memory.  The host walks the pattern to know which pages
 * must be dirty.  Both run this code, so no list of pages is passed.
 *
 * No pattern yields a page outside 0 ..  nr_pages - 1.  A walk takes constant
 * memory and allocates nothing.  A pattern does not say what is stored, or
 * where in the page.
 */
#ifndef LIB_PATTERN_H
#define LIB_PATTERN_H

#include "lib/types.h"

/* The number of pages in one word of KVM's bitmap. */
#define PATTERN_WORD_PAGES 64

enum pattern_kind {
	PATTERN_RUN,	   /* first, first + 1, ... */
	PATTERN_STRIDE,	   /* first, first + step, ... */
	PATTERN_REVERSE,   /* last page, ..., first */
	PATTERN_PERMUTE,   /* every page once, in an order drawn from the seed */
	PATTERN_HOT,	   /* count random pages of first .. first + step - 1 */
	PATTERN_RANDOM,	   /* count random pages of the area, with repeats */
	PATTERN_STRADDLE,  /* first, first + 2, ...; never the last page: each
			    * store is to run over into the next page */
	PATTERN_WORD_EDGE, /* both sides of each word edge: 0, 63, 64, 127, ... */
	PATTERN_HUGE_EDGE, /* both sides of each edge of a huge mapping of step
			    * pages: 0, step - 1, step, 2 * step - 1, ... */
	PATTERN_SLOT_END,  /* the last step pages (0: one), upwards */
	NR_PATTERNS
};

/* A pattern's description, part of a store record in guest memory. */
struct pattern_spec {
	u32 kind;     /* enum pattern_kind */
	u32 nr_pages; /* of the area; at least 1 */
	u32 count;    /* pages to yield; 0: one pass over the pattern's pages
		       * (HOT and RANDOM: as many draws as there are pages to
		       * draw from) */
	u32 first;    /* page to begin with: RUN, STRIDE, HOT, STRADDLE; the
		       * page to end with: REVERSE */
	u32 step;     /* STRIDE: distance in pages; HOT, SLOT_END: number of
		       * pages; for these three 0 means 1.
		       * HUGE_EDGE: pages in a huge mapping, at least 2 */
	u32 reserved; /* 0 */
	u64 seed;     /* PERMUTE, HOT, RANDOM */
};

_Static_assert(sizeof(struct pattern_spec) == 32,
	       "a pattern spec is half of a 64-byte store record");

struct pattern {
	struct pattern_spec spec;
	u32 left;  /* pages still to yield */
	u32 at;	   /* position within one pass */
	u32 pass;  /* positions in one pass.  A longer count repeats the pass;
		    * HOT and RANDOM draw new pages instead */
	u32 bits;  /* PERMUTE: half the width of the Feistel network, in bits */
	u64 state; /* of the random generator */
};

/*
 * False if the spec is not valid: an unknown kind, no pages, first outside the
 * area (for every kind), HOT or SLOT_END with pages outside the area, STRADDLE
 * with first at the last page, HUGE_EDGE with step below 2, reserved not 0.
 */
bool pattern_valid(const struct pattern_spec *spec);

/* @spec must be valid. */
void pattern_start(struct pattern *p, const struct pattern_spec *spec);

/*
 * Yield the next page in *@page.  False at the end; *@page is then unchanged.
 */
bool pattern_next(struct pattern *p, u32 *page);

/* The number of pages that a walk of a valid spec yields, with repeats. */
u32 pattern_length(const struct pattern_spec *spec);

/* The kind's name as it is printed ("run", "hot-set", ...), NULL if unknown. */
const char *pattern_name(u32 kind);

#endif
