/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A pattern is a sequence of page numbers within an area of nr_pages pages,
 * described by a few numbers that fit a store record.  The guest walks it to
 * dirty memory, the host walks it to know what must be dirty: both call this
 * code, so neither needs to be told the list.
 *
 * No pattern yields a page outside 0 .. nr_pages - 1.  Constant memory, no
 * allocation.  What is stored to the page, and where in it, is not known here.
 */
#ifndef LIB_PATTERN_H
#define LIB_PATTERN_H

#include "lib/types.h"

/* So many pages share one word of KVM's bitmap. */
#define PATTERN_WORD_PAGES 64

enum pattern_kind {
	PATTERN_RUN,	   /* first, first + 1, ... */
	PATTERN_STRIDE,	   /* first, first + step, ... */
	PATTERN_REVERSE,   /* last page, ..., first */
	PATTERN_PERMUTE,   /* every page once, in an order drawn from the seed */
	PATTERN_HOT,	   /* count draws from the step pages from first on */
	PATTERN_RANDOM,	   /* count draws from the whole area, with repeats */
	PATTERN_STRADDLE,  /* first, first + 2, ...; never the last page, as the
			    * store is meant to run over into the next page */
	PATTERN_WORD_EDGE, /* both sides of each word edge: 0, 63, 64, 127, ... */
	PATTERN_HUGE_EDGE, /* both sides of each edge of a huge mapping of step
			    * pages: 0, step - 1, step, 2 * step - 1, ... */
	PATTERN_SLOT_END,  /* the last step pages (0: one), upwards */
	NR_PATTERNS
};

/* All in pages.  Lies in guest memory as part of a store record. */
struct pattern_spec {
	u32 kind;     /* enum pattern_kind */
	u32 nr_pages; /* of the area; at least 1 */
	u32 count;    /* pages to yield; 0: the pattern's natural length, which
		       * is one pass over what it covers (HOT and RANDOM: as
		       * many draws as they choose from) */
	u32 first;    /* where to begin; RUN, STRIDE, REVERSE, HOT, STRADDLE */
	u32 step;     /* STRIDE: distance; HOT, SLOT_END: pages; 0 is 1;
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
	u32 pass;  /* positions in one pass; a longer count starts over, but
		    * HOT and RANDOM go on drawing */
	u32 bits;  /* PERMUTE: half the width of the Feistel network */
	u64 state; /* generator */
};

/*
 * False if the spec is not valid (unknown kind, no pages, first outside the
 * area, whatever the kind, HOT or SLOT_END reaching outside it, STRADDLE with
 * no page before the last, HUGE_EDGE of less than 2 pages, reserved not 0).
 */
bool pattern_valid(const struct pattern_spec *spec);

/* @spec must be valid. */
void pattern_start(struct pattern *p, const struct pattern_spec *spec);

/* The next page in *@page; false at the end, *@page untouched. */
bool pattern_next(struct pattern *p, u32 *page);

/* How many pages the whole sequence of a valid spec yields, with repeats. */
u32 pattern_length(const struct pattern_spec *spec);

/* The kind's name as it is printed ("run", "hot-set", ...), NULL if unknown. */
const char *pattern_name(u32 kind);

#endif
