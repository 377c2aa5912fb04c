// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random operations on sets and on plain arrays of bool, side by side.  The
 * sets' last words carry bits past their end throughout, as a broken KVM would
 * leave them: no operation may count them as pages.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/pageset.h"
#include "lib/rng.h"
#include "selftest/unit/unit.h"

#define MAX_PAGES 4099
#define NR_SETS 3

struct model {
	bool in[MAX_PAGES];
};

static struct pageset sets[NR_SETS];
static struct model models[NR_SETS];

/* @bits from page nr_pages on, as far as there is room */
static void set_tail(struct pageset *s, u64 bits)
{
	if (s->nr_pages % 64)
		s->words[s->nr_pages / 64] |= bits << s->nr_pages % 64;
}

static u64 model_next(const struct model *m, u64 n, u64 from, bool in)
{
	u64 page = from < n ? from : n;

	while (page < n && m->in[page] != in)
		page++;
	return page;
}

/* Everything that can be asked of one set */
static bool agrees(const struct pageset *s, const struct model *m)
{
	u64 n = s->nr_pages, count = 0;
	u64 pace = n > 200 ? 61 : 1;
	bool ok = true;

	for (u64 page = 0; page < n; page++) {
		ok &= pageset_has(s, page) == m->in[page];
		count += m->in[page];
	}
	ok &= pageset_count(s) == count;
	ok &= pageset_is_empty(s) == !count;

	for (u64 from = 0; from < n + 2; from += pace) {
		u64 begin = model_next(m, n, from, true);
		u64 end = model_next(m, n, begin, false);
		u64 first = 77, nr = 78;

		ok &= pageset_next(s, from) == begin;
		if (pageset_next_range(s, from, &first, &nr))
			ok &= begin < n && first == begin && nr == end - begin;
		else
			ok &= begin == n && first == 77 && nr == 78;
	}
	return ok;
}

static void change_pages(struct rng *rng, struct pageset *s, struct model *m)
{
	u64 first = rng_below(rng, s->nr_pages);
	u64 nr = rng_below(rng, s->nr_pages - first + 1);
	bool in = rng_below(rng, 2);
	static u32 counts[MAX_PAGES];

	switch (rng_below(rng, 4)) {
	case 0:
		(in ? pageset_add : pageset_del)(s, first);
		m->in[first] = in;
		break;
	case 1:
		(in ? pageset_add_range : pageset_del_range)(s, first, nr);
		memset(m->in + first, in, nr);
		break;
	case 2:
		for (u64 page = 0; page < s->nr_pages; page++) {
			counts[page] = rng_below(rng, 3);
			m->in[page] |= counts[page] != 0;
		}
		pageset_add_counted(s, counts);
		break;
	case 3:
		/* A half-filled set is what the other operations are about. */
		for (u64 page = 0; page < s->nr_pages; page++) {
			m->in[page] = rng_below(rng, 2);
			if (m->in[page])
				pageset_add(s, page);
			else
				pageset_del(s, page);
		}
		break;
	}
}

enum op { FILL, EMPTY, COPY, OR, AND, ANDNOT, DIFF, CHANGE, NR_OPS };

static const char *const op_names[NR_OPS] = {
	"fill", "empty", "copy", "or", "and", "andnot", "diff", "change",
};

static void obey(struct rng *rng, enum op op, u32 to, u32 a, u32 b)
{
	struct pageset *s = &sets[to];
	struct model *m = &models[to], old_a = models[a], old_b = models[b];

	switch (op) {
	case FILL:
		pageset_fill(s);
		break;
	case EMPTY:
		pageset_empty(s);
		break;
	case COPY:
		pageset_copy(s, &sets[a]);
		break;
	case OR:
		pageset_or(s, &sets[a]);
		break;
	case AND:
		pageset_and(s, &sets[a]);
		break;
	case ANDNOT:
		pageset_andnot(s, &sets[a]);
		break;
	case DIFF:
		pageset_diff(s, &sets[a], &sets[b]);
		break;
	default:
		change_pages(rng, s, m);
		return;
	}
	for (u64 page = 0; page < s->nr_pages; page++) {
		bool x = old_a.in[page], y = old_b.in[page];

		m->in[page] = op == FILL   ? true :
			      op == EMPTY  ? false :
			      op == COPY   ? x :
			      op == OR	   ? m->in[page] || x :
			      op == AND	   ? m->in[page] && x :
			      op == ANDNOT ? m->in[page] && !x :
					     x && !y;
	}
}

static void random_operations(void)
{
	static const u32 sizes[] = { 1,	  2,   63,  64,	 65,  127,
				     128, 129, 511, 512, 513, 4099 };
	bool ok[NR_OPS], equal = true;
	struct rng rng;

	memset(ok, true, sizeof(ok));
	rng_seed(&rng, 42);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		u32 n = sizes[i];

		memset(models, 0, sizeof(models));
		for (u32 j = 0; j < NR_SETS; j++)
			pageset_init(&sets[j], n);

		for (u32 step = 0; step < (n > 1000 ? 200 : 2000); step++) {
			enum op op = rng_below(&rng, NR_OPS + 6);
			u32 to = rng_below(&rng, NR_SETS);
			u32 a = rng_below(&rng, NR_SETS);
			u32 b = rng_below(&rng, NR_SETS);

			/* Or the sets would be full or empty most of the time. */
			if (op > CHANGE)
				op = CHANGE;
			for (u32 j = 0; j < NR_SETS; j++)
				set_tail(&sets[j], rng_next(&rng));
			obey(&rng, op, to, a, b);
			if (ok[op] && !agrees(&sets[to], &models[to]))
				ok[op] = note("%s of sets of %u pages, step %u",
					      op_names[op], n, step);
			set_tail(&sets[a], rng_next(&rng));
			equal &= pageset_equal(&sets[a], &sets[b]) ==
				 !memcmp(models[a].in, models[b].in, n);
		}
		for (u32 j = 0; j < NR_SETS; j++)
			pageset_free(&sets[j]);
	}
	for (u32 op = 0; op < NR_OPS; op++)
		check(ok[op], op_names[op]);
	check(equal, "equal");
}

static void one_page_makes_sets_unequal(void)
{
	struct pageset a, b;
	bool ok = true;

	pageset_init(&a, 130);
	pageset_init(&b, 130);
	for (u64 page = 0; page < 130; page++) {
		pageset_add(&b, page);
		ok &= !pageset_equal(&a, &b);
		pageset_add(&a, page);
		ok &= pageset_equal(&a, &b);
	}
	check(ok, "one-page-makes-sets-unequal");
	pageset_free(&a);
	pageset_free(&b);
}

/* KVM writes into words[]: page i is bit i % 64 of word i / 64. */
static void layout_is_that_of_kvm(void)
{
	struct pageset s;
	u64 first, nr;

	pageset_init(&s, 4099);
	check(pageset_nr_words(&s) == 65, "words-of-4099-pages");
	s.words[1] = 1;
	s.words[64] = 4;
	check(pageset_count(&s) == 2 && pageset_has(&s, 64) &&
		      pageset_has(&s, 4098),
	      "bits-are-pages");
	s.words[0] = 1ull << 63;
	check(pageset_next_range(&s, 0, &first, &nr) && first == 63 && nr == 2,
	      "a-range-crosses-words");
	pageset_free(&s);
}

static void tail(void)
{
	bool clean = true, dirty = true, kept_out = true;

	for (u64 n = 1; n <= 130; n++) {
		struct pageset s, from;

		pageset_init(&s, n);
		pageset_init(&from, n);
		pageset_fill(&s);
		clean &= !pageset_tail_dirty(&s);
		if (n % 64) {
			s.words[n / 64] |= 1ull << 63;
			dirty &= pageset_tail_dirty(&s);
			s.words[n / 64] = 1ull << n % 64;
			dirty &= pageset_tail_dirty(&s);
		}

		pageset_empty(&s);
		set_tail(&from, ~0ull);
		pageset_or(&s, &from);
		kept_out &= !pageset_tail_dirty(&s);
		pageset_copy(&s, &from);
		kept_out &= !pageset_tail_dirty(&s);
		pageset_diff(&s, &from, &s);
		kept_out &= !pageset_tail_dirty(&s);
		pageset_free(&s);
		pageset_free(&from);
	}
	check(clean, "the-last-page-is-no-tail");
	check(dirty, "a-bit-past-the-end-is");
	check(kept_out, "it-does-not-pass-to-other-sets");
}

static void no_pages(void)
{
	struct pageset s;
	u64 first, nr;

	pageset_init(&s, 0);
	pageset_fill(&s);
	check(pageset_nr_words(&s) == 0 && pageset_is_empty(&s) &&
		      !pageset_tail_dirty(&s) &&
		      !pageset_next_range(&s, 0, &first, &nr),
	      "a-set-without-pages");
	pageset_free(&s);
}

int main(void)
{
	unit_begin("pageset");
	layout_is_that_of_kvm();
	random_operations();
	one_page_makes_sets_unequal();
	tail();
	no_pages();
	return unit_end();
}
