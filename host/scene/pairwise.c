// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/pairwise.h"

#define MOST_PAIRS (PAIRWISE_MOST_VALUES * PAIRWISE_MOST_VALUES)
#define MOST_THREES (MOST_PAIRS * PAIRWISE_MOST_VALUES)

struct pairwise {
	const struct pairwise_plan *plan;
	/* [dimension][value][later dimension]: the values that it has met, a bit each.
	 * Values that never meet count as if they had. */
	u32 met[PAIRWISE_MOST_DIMS][PAIRWISE_MOST_VALUES][PAIRWISE_MOST_DIMS];
	/* [triple][number of three values]: have they met? */
	bool met_three[PAIRWISE_MOST_TRIPLES][MOST_THREES];
	/* [dimension][value]: in how many rows it is */
	u32 used[PAIRWISE_MOST_DIMS][PAIRWISE_MOST_VALUES];
};

/* A row in the making: the dimensions of the mask @set have their values. */
struct draft {
	struct pairwise_row *row;
	u32 set;
};

bool pairwise_may_meet(const struct pairwise_plan *plan, u32 a, u32 va, u32 b, u32 vb)
{
	for (u32 i = 0; i < plan->nr_never; i++) {
		const struct pairwise_never *n = &plan->never[i];

		if ((n->d[0] == a && n->v[0] == va && n->d[1] == b && n->v[1] == vb) ||
		    (n->d[0] == b && n->v[0] == vb && n->d[1] == a && n->v[1] == va))
			return false;
	}
	return true;
}

static bool has_met(const struct pairwise *p, u32 a, u32 va, u32 b, u32 vb)
{
	return a < b ? p->met[a][va][b] >> vb & 1 : p->met[b][vb][a] >> va & 1;
}

static void have_met(struct pairwise *p, u32 a, u32 va, u32 b, u32 vb)
{
	if (a < b)
		p->met[a][va][b] |= 1u << vb;
	else
		p->met[b][vb][a] |= 1u << va;
}

/* The number of the three values that a row has in triple @t. */
static u32 three(const struct pairwise *p, u32 t, const struct pairwise_row *row)
{
	const u8 *d = p->plan->triple[t];

	return (row->value[d[0]] * PAIRWISE_MOST_VALUES + row->value[d[1]]) *
		       PAIRWISE_MOST_VALUES + row->value[d[2]];
}

static bool fits(const struct pairwise *p, const struct draft *f, u32 d, u32 v)
{
	for (u32 i = 0; i < p->plan->nr_dims; i++)
		if (f->set >> i & 1 && i != d &&
		    !pairwise_may_meet(p->plan, i, f->row->value[i], d, v))
			return false;
	return true;
}

/* The pairs that value @v of dimension @d makes with those that are set, and are new. */
static u32 new_pairs(const struct pairwise *p, const struct draft *f, u32 d, u32 v)
{
	u32 nr = 0;

	for (u32 i = 0; i < p->plan->nr_dims; i++)
		if (f->set >> i & 1)
			nr += !has_met(p, i, f->row->value[i], d, v);
	return nr;
}

/* 1 for each triple that value @v of dimension @d completes, and that is new. */
static u32 new_threes(const struct pairwise *p, const struct draft *f, u32 d, u32 v)
{
	struct pairwise_row row = *f->row;
	u32 nr = 0;

	row.value[d] = v;
	for (u32 t = 0; t < p->plan->nr_triples; t++) {
		const u8 *dims = p->plan->triple[t];
		u32 mask = 1u << dims[0] | 1u << dims[1] | 1u << dims[2];

		if (mask >> d & 1 && !(mask & ~(f->set | 1u << d)))
			nr += !p->met_three[t][three(p, t, &row)];
	}
	return nr;
}

/* The pairs that value @v of dimension @d still lacks with those that are not set. */
static u32 missing_pairs(const struct pairwise *p, const struct draft *f, u32 d, u32 v)
{
	u32 nr = 0;

	for (u32 b = d + 1; b < p->plan->nr_dims; b++)
		for (u32 vb = 0; vb < p->plan->nr_values[b]; vb++)
			nr += !(f->set >> b & 1) && !has_met(p, d, v, b, vb);
	return nr;
}

/* The pairs that are new in a row. */
static u32 meet(struct pairwise *p, const struct pairwise_row *row)
{
	u32 nr = 0;

	for (u32 b = 1; b < p->plan->nr_dims; b++)
		for (u32 a = 0; a < b; a++) {
			nr += !has_met(p, a, row->value[a], b, row->value[b]);
			have_met(p, a, row->value[a], b, row->value[b]);
		}
	for (u32 t = 0; t < p->plan->nr_triples; t++)
		p->met_three[t][three(p, t, row)] = true;
	for (u32 d = 0; d < p->plan->nr_dims; d++)
		p->used[d][row->value[d]]++;
	return nr;
}

/* Threes make many rows, in which the values of other dimensions take turns. */
static u32 turn(const struct pairwise *p, u32 d, u32 v)
{
	return p->plan->nr_triples ? 1000 - p->used[d][v] : 0;
}

/*
 * Each value is the one that makes most new pairs, or could make most later.  False: a
 * dimension has no value that fits.
 */
static bool choose(const struct pairwise *p, struct draft f)
{
	for (u32 d = 0; d < p->plan->nr_dims; d++) {
		u64 best = 0;

		if (f.set >> d & 1)
			continue;
		for (u32 v = 0; v < p->plan->nr_values[d]; v++) {
			u64 worth = 1 + new_threes(p, &f, d, v) * 1000000000ull +
				    new_pairs(p, &f, d, v) * 100000000ull +
				    missing_pairs(p, &f, d, v) * 100000ull +
				    turn(p, d, v);

			if (worth <= best || !fits(p, &f, d, v))
				continue;
			best = worth;
			f.row->value[d] = v;
		}
		if (!best)
			return false;
		f.set |= 1u << d;
	}
	return true;
}

/* Give a row value @v of dimension @d. */
static bool fix(const struct pairwise *p, struct draft *f, u32 d, u32 v)
{
	if (!fits(p, f, d, v))
		return false;
	f->row->value[d] = v;
	f->set |= 1u << d;
	return true;
}

/* Make a row that has three values of triple @t. */
static bool make_three(const struct pairwise *p, struct pairwise_row *row, u32 t, u32 va,
		       u32 vb, u32 vc)
{
	const u8 *d = p->plan->triple[t];
	struct draft f = { .row = row };

	return fix(p, &f, d[0], va) && fix(p, &f, d[1], vb) && fix(p, &f, d[2], vc) &&
	       !p->met_three[t][three(p, t, row)] && choose(p, f);
}

static u32 make_threes(struct pairwise *p, struct pairwise_row *row, u32 nr, u32 most)
{
	const u8 *n = p->plan->nr_values;

	for (u32 t = 0; t < p->plan->nr_triples; t++) {
		const u8 *d = p->plan->triple[t];

		for (u32 i = 0; i < (u32)n[d[0]] * n[d[1]] * n[d[2]] && nr < most; i++) {
			if (make_three(p, &row[nr], t, i / n[d[2]] / n[d[1]],
				       i / n[d[2]] % n[d[1]], i % n[d[2]]))
				meet(p, &row[nr++]);
		}
	}
	return nr;
}

/* Make a row for the first pair that has not met.  False: there is none. */
static bool make_pair(struct pairwise *p, struct pairwise_row *row)
{
	const u8 *n = p->plan->nr_values;

	for (u32 b = 1; b < p->plan->nr_dims; b++)
		for (u32 a = 0; a < b; a++)
			for (u32 i = 0; i < (u32)n[a] * n[b]; i++) {
				struct draft f = { .row = row };
				u32 va = i / n[b], vb = i % n[b];

				if (has_met(p, a, va, b, vb))
					continue;
				/* If no row can have it, do not look for it again. */
				if (fix(p, &f, a, va) && fix(p, &f, b, vb) &&
				    choose(p, f))
					return true;
				have_met(p, a, va, b, vb);
			}
	return false;
}

u32 pairwise_make(const struct pairwise_plan *plan, struct pairwise_row *row, u32 most)
{
	static struct pairwise p;
	u32 nr;

	p = (struct pairwise){ .plan = plan };
	for (u32 i = 0; i < plan->nr_never; i++)
		have_met(&p, plan->never[i].d[0], plan->never[i].v[0],
			 plan->never[i].d[1], plan->never[i].v[1]);
	nr = make_threes(&p, row, 0, most);
	while (nr < most) {
		bool made = choose(&p, (struct draft){ .row = &row[nr] }) &&
			    meet(&p, &row[nr]);

		/* What makes most pairs now need not make any. */
		if (!made) {
			if (!make_pair(&p, &row[nr]))
				break;
			meet(&p, &row[nr]);
		}
		nr++;
	}
	return nr;
}
