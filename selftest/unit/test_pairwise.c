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

static bool has_three(const struct pairwise_row *row, u32 nr, const u8 *d, u32 va, u32 vb,
		      u32 vc)
{
	for (u32 i = 0; i < nr; i++)
		if (row[i].value[d[0]] == va && row[i].value[d[1]] == vb &&
		    row[i].value[d[2]] == vc)
			return true;
	return false;
}

static bool has_pair(const struct pairwise_row *row, u32 nr, u32 a, u32 va, u32 b, u32 vb)
{
	for (u32 i = 0; i < nr; i++)
		if (row[i].value[a] == va && row[i].value[b] == vb)
			return true;
	return false;
}

/* The plan has its threes. */
static bool covers_threes(const struct pairwise_plan *p, const struct pairwise_row *row,
			  u32 nr)
{
	for (u32 t = 0; t < p->nr_triples; t++) {
		const u8 *d = p->triple[t], *n = p->nr_values;

		for (u32 i = 0; i < (u32)n[d[0]] * n[d[1]] * n[d[2]]; i++) {
			u32 va = i / n[d[2]] / n[d[1]], vb = i / n[d[2]] % n[d[1]];
			u32 vc = i % n[d[2]];
			bool may = pairwise_may_meet(p, d[0], va, d[1], vb) &&
				   pairwise_may_meet(p, d[0], va, d[2], vc) &&
				   pairwise_may_meet(p, d[1], vb, d[2], vc);

			if (has_three(row, nr, d, va, vb, vc) != may)
				return false;
		}
	}
	return true;
}

/* All pairs are there but those that never meet, which are not. */
static bool covers_pairs(const struct pairwise_plan *p, const struct pairwise_row *row,
			 u32 nr)
{
	for (u32 b = 1; b < p->nr_dims; b++)
		for (u32 a = 0; a < b; a++)
			for (u32 i = 0; i < (u32)p->nr_values[a] * p->nr_values[b]; i++) {
				u32 va = i / p->nr_values[b], vb = i % p->nr_values[b];

				if (has_pair(row, nr, a, va, b, vb) !=
				    pairwise_may_meet(p, a, va, b, vb))
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

static u32 make(const u8 *nr_values, u32 nr_dims, struct pairwise_row *row, u32 most)
{
	return pairwise_make(&(struct pairwise_plan){ .nr_values = nr_values,
						      .nr_dims = nr_dims },
			     row, most);
}

int main(void)
{
	static const u8 two[] = { 3, 4 }, geometry[] = { 7, 3, 5, 6, 5, 2, 3 };
	static const u8 bits[] = { 2, 2, 2, 2, 2, 2, 2, 2 };
	static const struct pairwise_never never[] = {
		{ { 0, 1 }, { 2, 3 } },
		{ { 2, 0 }, { 1, 0 } },
	};
	/* Value 0 of dimension 0 leaves dimension 1 nothing with value 1 of dimension 2. */
	static const u8 dead[] = { 2, 2, 2 };
	static const struct pairwise_never ends[] = {
		{ { 0, 1 }, { 0, 0 } },
		{ { 1, 2 }, { 1, 1 } },
	};
	struct pairwise_plan threes = {
		.nr_values = geometry, .nr_dims = 7,
		.triple = { { 0, 1, 2 }, { 1, 2, 4 } }, .nr_triples = 2,
		.never = never, .nr_never = ARRAY_LEN(never),
	};
	struct pairwise_row row[MOST], again[MOST];
	u32 nr;

	unit_begin("pairwise");
	nr = make(two, 2, row, MOST);
	check(nr == 12 && covers(two, 2, row, nr), "two-dimensions-are-all");
	nr = make(bits, 8, row, MOST);
	check(nr <= 10 && covers(bits, 8, row, nr), "eight-bits");
	nr = make(geometry, 7, row, MOST);
	check(covers(geometry, 7, row, nr), "all-pairs");
	check(nr >= 42 && nr <= 60, "few-rows");
	check(in_range(geometry, 7, row, nr), "values-are-there");
	check(nr == make(geometry, 7, again, MOST) &&
		      covers(geometry, 7, again, nr),
	      "always-the-same");
	check(!covers(geometry, 7, row, nr - 1), "one-row-less-is-seen");
	check(make(geometry, 7, again, 5) == 5, "no-more-than-asked-for");
	nr = pairwise_make(&threes, row, MOST);
	check(covers_threes(&threes, row, nr), "all-threes");
	check(covers_pairs(&threes, row, nr), "all-pairs-but-what-never-meets");
	check(nr >= 7 * 3 * 5 - 5 && nr < 130, "few-rows-for-threes");
	threes.nr_never = 0;
	check(!covers_pairs(&threes, row, nr), "a-pair-less-is-seen");
	nr = pairwise_make(&(struct pairwise_plan){ .nr_values = dead, .nr_dims = 3,
						    .never = ends, .nr_never = 2 },
			   row, MOST);
	check(nr && nr < MOST && !has_pair(row, nr, 0, 0, 2, 1) &&
		      has_pair(row, nr, 0, 0, 2, 0) && has_pair(row, nr, 0, 1, 2, 1),
	      "what-can-never-be-is-left-out");
	return unit_end();
}
