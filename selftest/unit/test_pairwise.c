// SPDX-License-Identifier: GPL-2.0-only
/* Rows that cover pairs: all pairs are there, and far fewer rows than combinations. */
#include "host/scene/pairwise.h"
#include "selftest/unit/unit.h"

#define MOST 200

static bool covers(const u8 *nr_values, u32 nr_dims, const struct pairwise_row *row,
		   u32 nr)
{
	for (u32 a = 0; a < nr_dims; a++)
		for (u32 b = a + 1; b < nr_dims; b++)
			for (u32 pair = 0; pair < (u32)nr_values[a] * nr_values[b];
			     pair++) {
				u32 i = 0;

				while (i < nr &&
				       (row[i].value[a] != pair / nr_values[b] ||
					row[i].value[b] != pair % nr_values[b]))
					i++;
				if (i == nr)
					return false;
			}
	return true;
}

static bool in_range(const u8 *nr_values, u32 nr_dims, const struct pairwise_row *row,
		     u32 nr)
{
	for (u32 i = 0; i < nr; i++)
		for (u32 d = 0; d < nr_dims; d++)
			if (row[i].value[d] >= nr_values[d])
				return false;
	return true;
}

int main(void)
{
	static const u8 two[] = { 3, 4 }, geometry[] = { 7, 3, 5, 6, 5, 2, 3 };
	static const u8 bits[] = { 2, 2, 2, 2, 2, 2, 2, 2 };
	struct pairwise_row row[MOST], again[MOST];
	u32 nr;

	unit_begin("pairwise");
	nr = pairwise_make(two, 2, row, MOST);
	check(nr == 12 && covers(two, 2, row, nr), "two-dimensions-are-all");
	nr = pairwise_make(bits, 8, row, MOST);
	check(nr <= 10 && covers(bits, 8, row, nr), "eight-bits");
	nr = pairwise_make(geometry, 7, row, MOST);
	check(covers(geometry, 7, row, nr), "all-pairs");
	check(nr >= 42 && nr <= 60, "few-rows");
	check(in_range(geometry, 7, row, nr), "values-are-there");
	check(nr == pairwise_make(geometry, 7, again, MOST) &&
		      covers(geometry, 7, again, nr),
	      "always-the-same");
	check(!covers(geometry, 7, row, nr - 1), "one-row-less-is-seen");
	check(pairwise_make(geometry, 7, again, 5) == 5, "no-more-than-asked-for");
	return unit_end();
}
