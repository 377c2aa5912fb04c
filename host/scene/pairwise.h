/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows that cover pairs: each dimension has a number of values, and for any two dimensions
 * each value of the one meets each value of the other in some row.
 */
#ifndef HOST_SCENE_PAIRWISE_H
#define HOST_SCENE_PAIRWISE_H

#include "lib/types.h"

#define PAIRWISE_MOST_DIMS 8
#define PAIRWISE_MOST_VALUES 8

struct pairwise_row {
	u8 value[PAIRWISE_MOST_DIMS];
};

/*
 * Fill @row with rows for @nr_dims dimensions of @nr_values[] values each, always the same
 * ones. Returns how many there are: @most if they did not suffice.
 */
u32 pairwise_make(const u8 *nr_values, u32 nr_dims, struct pairwise_row *row, u32 most);

#endif
