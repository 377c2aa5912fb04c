/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows that cover pairs: each dimension has a number of values, and for any two dimensions
 * each value of the one meets each value of the other in some row.  For some dimensions
 * three values must meet.  Some values never meet, as a host has no such thing.
 */
#ifndef HOST_SCENE_PAIRWISE_H
#define HOST_SCENE_PAIRWISE_H

#include "lib/types.h"

#define PAIRWISE_MOST_DIMS 8
#define PAIRWISE_MOST_VALUES 16
#define PAIRWISE_MOST_TRIPLES 2

struct pairwise_row {
	u8 value[PAIRWISE_MOST_DIMS];
};

/* Value v[0] of dimension d[0] and value v[1] of dimension d[1], which differ. */
struct pairwise_never {
	u8 d[2], v[2];
};

struct pairwise_plan {
	const u8 *nr_values; /* of each dimension */
	u32 nr_dims;
	/* Three dimensions each, ascending, any three values of which meet. */
	u8 triple[PAIRWISE_MOST_TRIPLES][3];
	u32 nr_triples;
	const struct pairwise_never *never;
	u32 nr_never;
};

/*
 * Fill @row with the plan's rows, always the same ones.  Returns how many there are: @most
 * if they did not suffice.  What can meet only together with values that never meet is
 * left out.
 */
u32 pairwise_make(const struct pairwise_plan *plan, struct pairwise_row *row, u32 most);

/* True if these two values may be in one row. */
bool pairwise_may_meet(const struct pairwise_plan *plan, u32 a, u32 va, u32 b, u32 vb);

#endif
