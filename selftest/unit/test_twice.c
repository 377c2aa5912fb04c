// SPDX-License-Identifier: GPL-2.0-only
/*
 * rng.c and pattern.c as the payload compiles them (freestanding, -O2; all
 * symbols prefixed with fs_ by objcopy) against the same files as the host
 * does.  Undefined behaviour that happens to agree in one compilation is what
 * this is looking for.
 */
#include <string.h>

#include "lib/pattern.h"
#include "lib/rng.h"
#include "selftest/unit/unit.h"

#define NR_SEEDS 10000

u64 fs_rng_mix(u64 x);
void fs_rng_seed(struct rng *r, u64 seed);
u64 fs_rng_next(struct rng *r);
u32 fs_rng_below(struct rng *r, u32 n);
u64 fs_rng_derive(u64 seed, u64 purpose);
bool fs_pattern_valid(const struct pattern_spec *spec);
void fs_pattern_start(struct pattern *p, const struct pattern_spec *spec);
bool fs_pattern_next(struct pattern *p, u32 *page);
u32 fs_pattern_length(const struct pattern_spec *spec);
const char *fs_pattern_name(u32 kind);

static void rngs(void)
{
	bool ok = true;

	for (u64 seed = 0; seed < NR_SEEDS; seed++) {
		struct rng a, b;

		ok &= rng_mix(seed) == fs_rng_mix(seed);
		ok &= rng_derive(seed, seed / 3) ==
		      fs_rng_derive(seed, seed / 3);
		rng_seed(&a, rng_mix(seed));
		fs_rng_seed(&b, rng_mix(seed));
		for (u32 i = 1; i < 20; i++) {
			ok &= rng_next(&a) == fs_rng_next(&b);
			ok &= rng_below(&a, i) == fs_rng_below(&b, i);
			ok &= rng_below(&a, ~0u / i) ==
			      fs_rng_below(&b, ~0u / i);
		}
	}
	check(ok, "rng");
}

static bool same_walk(const struct pattern_spec *spec)
{
	struct pattern a, b;
	u32 page_a = 0, page_b = 0;
	bool more_a, more_b;

	if (pattern_length(spec) != fs_pattern_length(spec))
		return false;
	pattern_start(&a, spec);
	fs_pattern_start(&b, spec);
	do {
		more_a = pattern_next(&a, &page_a);
		more_b = fs_pattern_next(&b, &page_b);
		if (more_a != more_b || page_a != page_b)
			return false;
	} while (more_a);
	return true;
}

/* Specs of any shape, small enough to be walked to their end, valid or not */
static void draw_spec(struct pattern_spec *spec, u32 kind, u64 seed)
{
	struct rng rng;

	rng_seed(&rng, rng_derive(seed, kind));
	memset(spec, 0, sizeof(*spec));
	spec->kind = kind;
	spec->nr_pages = rng_below(&rng, 1u << rng_below(&rng, 13));
	spec->first = rng_below(&rng, 3) ? 0 :
					   rng_below(&rng, spec->nr_pages + 2);
	spec->step = rng_below(&rng, 3) ? rng_below(&rng, 70) :
					  rng_below(&rng, spec->nr_pages + 2);
	spec->count = rng_below(&rng, 2) ?
			      0 :
			      rng_below(&rng, 2 * spec->nr_pages + 2);
	spec->seed = rng_next(&rng);
}

static void walks(u32 kind)
{
	u32 nr_valid = 0;
	bool ok = true;
	char name[64];

	for (u64 seed = 0; seed < NR_SEEDS && ok; seed++) {
		struct pattern_spec spec;
		bool valid;

		draw_spec(&spec, kind, seed);
		valid = pattern_valid(&spec);
		ok &= valid == fs_pattern_valid(&spec);
		nr_valid += valid;
		if (valid)
			ok &= same_walk(&spec);
		if (!ok)
			note("seed %llu: nr_pages %u count %u first %u step %u",
			     (unsigned long long)seed, spec.nr_pages,
			     spec.count, spec.first, spec.step);
	}
	snprintf(name, sizeof(name), "%s", pattern_name(kind));
	check(ok && nr_valid > NR_SEEDS / 3, name);
}

int main(void)
{
	bool ok = true;

	unit_begin("twice");
	rngs();
	for (u32 kind = 0; kind < NR_PATTERNS; kind++)
		walks(kind);
	for (u32 kind = 0; kind < NR_PATTERNS; kind++)
		ok &= !strcmp(pattern_name(kind), fs_pattern_name(kind));
	check(ok && !fs_pattern_name(NR_PATTERNS), "names");
	return unit_end();
}
