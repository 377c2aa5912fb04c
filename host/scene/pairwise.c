// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/pairwise.h"

struct pairwise {
	const u8 *nr_values;
	u32 nr_dims;
	/* [dimension][value]: the values of each later dimension that it has met, a bit
	 * each */
	u8 met[PAIRWISE_MOST_DIMS][PAIRWISE_MOST_VALUES][PAIRWISE_MOST_DIMS];
};

static bool has_met(const struct pairwise *p, u32 a, u32 va, u32 b, u32 vb)
{
	return a < b ? p->met[a][va][b] >> vb & 1 : p->met[b][vb][a] >> va & 1;
}

/* The pairs that value @v of dimension @d makes with those before it, and are new. */
static u32 new_pairs(const struct pairwise *p, const struct pairwise_row *row, u32 d,
		     u32 v)
{
	u32 nr = 0;

	for (u32 i = 0; i < d; i++)
		nr += !has_met(p, i, row->value[i], d, v);
	return nr;
}

/* The pairs that value @v of dimension @d still lacks with those behind it. */
static u32 missing_pairs(const struct pairwise *p, u32 d, u32 v)
{
	u32 nr = 0;

	for (u32 b = d + 1; b < p->nr_dims; b++)
		for (u32 vb = 0; vb < p->nr_values[b]; vb++)
			nr += !has_met(p, d, v, b, vb);
	return nr;
}

static u32 meet(struct pairwise *p, const struct pairwise_row *row)
{
	u32 nr = 0;

	for (u32 b = 1; b < p->nr_dims; b++) {
		nr += new_pairs(p, row, b, row->value[b]);
		for (u32 a = 0; a < b; a++)
			p->met[a][row->value[a]][b] |= 1 << row->value[b];
	}
	return nr;
}

/* Each value is the one that makes most new pairs, or could make most later. */
static void choose(const struct pairwise *p, struct pairwise_row *row)
{
	for (u32 d = 0; d < p->nr_dims; d++) {
		u32 best = 0;

		row->value[d] = 0;
		for (u32 v = 0; v < p->nr_values[d]; v++) {
			u32 worth = new_pairs(p, row, d, v) * 1000 +
				    missing_pairs(p, d, v);

			if (worth <= best)
				continue;
			best = worth;
			row->value[d] = v;
		}
	}
}

u32 pairwise_make(const u8 *nr_values, u32 nr_dims, struct pairwise_row *row, u32 most)
{
	struct pairwise p = { .nr_values = nr_values, .nr_dims = nr_dims };
	u32 left = 0, nr = 0;

	for (u32 b = 1; b < nr_dims; b++)
		for (u32 a = 0; a < b; a++)
			left += nr_values[a] * nr_values[b];
	while (left && nr < most) {
		u32 met;

		choose(&p, &row[nr]);
		met = meet(&p, &row[nr]);
		if (!met)
			break;
		left -= met;
		nr++;
	}
	return nr;
}
