// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host believes pattern.c when it says which pages the guest wrote, so here
 * it is held against a second description of each kind, one that is slow and
 * obvious.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/pattern.h"
#include "lib/rng.h"
#include "selftest/unit/unit.h"

/*
 * One page; both sides of a bitmap word's edge (64) and of a huge page's (512);
 * and the area of most tests, which is a multiple of neither.
 */
static const u32 sizes[] = { 1,	  2,   3,   63,	 64,   65,   127,  128,
			     129, 511, 512, 513, 1023, 1024, 1025, 4099 };

#define MAX_PAGES 4099

struct list {
	u32 nr;
	u32 pages[MAX_PAGES];
};

/* One pass of the kinds that know their order without a seed */
static void describe(struct list *list, const struct pattern_spec *spec)
{
	u32 step = spec->step ? spec->step : 1;
	u32 n = spec->nr_pages;

	list->nr = 0;
	for (u32 page = 0; page < n; page++) {
		bool in = false;

		switch (spec->kind) {
		case PATTERN_RUN:
		case PATTERN_REVERSE:
			in = page >= spec->first;
			break;
		case PATTERN_STRIDE:
			in = page >= spec->first &&
			     (page - spec->first) % step == 0;
			break;
		case PATTERN_STRADDLE:
			in = page >= spec->first &&
			     (page - spec->first) % 2 == 0 && page != n - 1;
			break;
		case PATTERN_WORD_EDGE:
			in = page % 64 == 0 || page % 64 == 63;
			break;
		case PATTERN_HUGE_EDGE:
			in = page % step == 0 || page % step == step - 1;
			break;
		case PATTERN_SLOT_END:
			in = page + step >= n;
			break;
		}
		if (in)
			list->pages[list->nr++] = page;
	}
	if (spec->kind != PATTERN_REVERSE)
		return;
	for (u32 i = 0; i < list->nr / 2; i++) {
		u32 page = list->pages[i];

		list->pages[i] = list->pages[list->nr - 1 - i];
		list->pages[list->nr - 1 - i] = page;
	}
}

static bool is_drawn(u32 kind)
{
	return kind == PATTERN_HOT || kind == PATTERN_RANDOM;
}

static bool is_described(u32 kind)
{
	return !is_drawn(kind) && kind != PATTERN_PERMUTE;
}

static bool disagree(const struct pattern_spec *s, const char *what)
{
	return note("%s: %s: nr_pages %u count %u first %u step %u seed %llu",
		    what, pattern_name(s->kind), s->nr_pages, s->count,
		    s->first, s->step, (unsigned long long)s->seed);
}

struct results {
	u32 nr_specs;
	bool bounds, length, end, described, over, straddle;
};

static void walk(const struct pattern_spec *spec, struct results *r)
{
	static struct list list;
	static u32 seen[4 * MAX_PAGES];
	u32 length = pattern_length(spec);
	u32 nr = 0, page, pass;
	struct pattern p;

	pattern_start(&p, spec);
	/* One page more than promised is enough to tell. */
	while (nr <= length && pattern_next(&p, &page)) {
		if (page >= spec->nr_pages && r->bounds)
			r->bounds = disagree(spec, "page outside the area");
		if (spec->kind == PATTERN_STRADDLE &&
		    page == spec->nr_pages - 1 && r->straddle)
			r->straddle = disagree(spec, "the last page");
		seen[nr++] = page;
	}
	if (nr != length && r->length)
		r->length = disagree(spec, "not as long as promised");

	page = 12345;
	if ((pattern_next(&p, &page) || page != 12345) && r->end)
		r->end = disagree(spec, "goes on after the end");

	if (is_described(spec->kind)) {
		describe(&list, spec);
		pass = list.nr;
		for (u32 i = 0; i < nr && i < pass; i++)
			if (seen[i] != list.pages[i] && r->described)
				r->described = disagree(spec, "another order");
		if (!spec->count && nr != pass && r->described)
			r->described = disagree(spec, "another length");
	} else {
		pass = spec->nr_pages;
	}
	if (is_drawn(spec->kind))
		return;
	for (u32 i = pass; i < nr; i++)
		if (seen[i] != seen[i - pass] && r->over)
			r->over = disagree(spec, "does not start over");
}

static void all_kinds(void)
{
	struct results r = {
		.bounds = true,
		.length = true,
		.end = true,
		.described = true,
		.over = true,
		.straddle = true,
	};

	for (u32 i = 0; i < NR_PATTERNS * ARRAY_LEN(sizes); i++) {
		u32 n = sizes[i / NR_PATTERNS];
		u32 firsts[] = { 0, 1, 63, n / 2, n - 1 };
		u32 steps[] = { 0, 1, 2, 3, 64, 512, n - 1, n, ~0u };
		u32 counts[] = { 0, 1, n - 1, n, n + 1, 2 * n + 5 };

		for (u32 j = 0; j < 5 * 9 * 6; j++) {
			struct pattern_spec spec = {
				.kind = i % NR_PATTERNS,
				.nr_pages = n,
				.first = firsts[j % 5],
				.step = steps[j / 5 % 9],
				.count = counts[j / 45],
				.seed = j,
			};

			if (!pattern_valid(&spec))
				continue;
			r.nr_specs++;
			walk(&spec, &r);
		}
	}
	check(r.nr_specs > 10000, "many-specs-are-valid");
	check(r.bounds, "no-page-outside-the-area");
	check(r.length, "as-long-as-promised");
	check(r.end, "nothing-after-the-end");
	check(r.described, "pages-and-order-as-described");
	check(r.over, "a-longer-count-starts-over");
	check(r.straddle, "straddle-never-yields-the-last-page");
}

static bool permutes(u32 n, u64 seed)
{
	struct pattern_spec spec = {
		.kind = PATTERN_PERMUTE,
		.nr_pages = n,
		.seed = seed,
	};
	struct pattern p;
	u8 *times = calloc(n, 1);
	bool ok = true;
	u32 page;

	pattern_start(&p, &spec);
	while (pattern_next(&p, &page))
		times[page]++;
	for (page = 0; page < n; page++)
		ok &= times[page] == 1;
	free(times);
	return ok || disagree(&spec, "not every page once");
}

static void permutation(void)
{
	bool ok = true;

	/* All small sizes, so that each width of the network is met. */
	for (u32 n = 1; n <= 300; n++)
		for (u64 seed = 0; seed < 8; seed++)
			ok &= permutes(n, seed);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		for (u64 seed = 0; seed < 50; seed++)
			ok &= permutes(sizes[i], rng_mix(seed));
	ok &= permutes(1u << 20, 1);
	ok &= permutes((1u << 20) + 1, 2);
	check(ok, "permutation-yields-every-page-once");
}

/*
 * A random order of n pages has one page in its own place and one neighbour
 * that is still the next, on average.
 */
static void permutation_is_an_order_of_its_own(void)
{
	u32 nr_in_place = 0, nr_next = 0, nr_same = 0;

	for (u64 seed = 0; seed < 100; seed++) {
		struct pattern_spec spec = {
			.kind = PATTERN_PERMUTE,
			.nr_pages = 4099,
			.seed = seed,
		};
		struct pattern_spec other = spec;
		struct pattern p, q;
		u32 last = 0, page, another;

		other.seed++;
		pattern_start(&p, &spec);
		pattern_start(&q, &other);
		for (u32 i = 0; i < 4099; i++) {
			pattern_next(&p, &page);
			pattern_next(&q, &another);
			nr_in_place += page == i;
			nr_next += i && page == last + 1;
			nr_same += page == another;
			last = page;
		}
	}
	if (nr_in_place > 200 || nr_next > 200 || nr_same > 200)
		note("of 100 orders: in place %u, next %u, as in another %u",
		     nr_in_place, nr_next, nr_same);
	check(nr_in_place <= 200 && nr_next <= 200, "permutation-mixes");
	check(nr_same <= 200, "permutation-depends-on-the-seed");
}

/* @count draws cover exactly pages @first .. @first + @nr - 1. */
static bool draws_cover(const struct pattern_spec *spec, u32 first, u32 nr)
{
	static u32 times[MAX_PAGES];
	struct pattern p;
	u32 page;
	bool ok = true;

	memset(times, 0, sizeof(times));
	pattern_start(&p, spec);
	while (pattern_next(&p, &page))
		times[page]++;
	for (page = 0; page < spec->nr_pages; page++)
		ok &= !!times[page] == (page >= first && page < first + nr);
	return ok || disagree(spec, "other pages than it chooses from");
}

static void draws(void)
{
	/* 30 draws per page leave one out with a probability of 1e-13. */
	struct pattern_spec hot = {
		.kind = PATTERN_HOT,
		.nr_pages = 513,
		.first = 63,
		.step = 66,
		.count = 66 * 30,
		.seed = 5,
	};
	struct pattern_spec random = {
		.kind = PATTERN_RANDOM,
		.nr_pages = 513,
		.count = 513 * 30,
		.seed = 5,
	};
	struct pattern_spec end = {
		.kind = PATTERN_HOT,
		.nr_pages = 65,
		.first = 64,
		.count = 9,
	};

	check(draws_cover(&hot, 63, 66), "hot-set-stays-hot");
	check(draws_cover(&end, 64, 1), "hot-set-of-one-page");
	check(draws_cover(&random, 0, 513), "random-reaches-every-page");

	random.count = hot.count = 0;
	check(pattern_length(&random) == 513 && pattern_length(&hot) == 66,
	      "as-many-draws-as-they-choose-from");
}

int main(void)
{
	unit_begin("pattern");
	all_kinds();
	permutation();
	permutation_is_an_order_of_its_own();
	draws();
	return unit_end();
}
