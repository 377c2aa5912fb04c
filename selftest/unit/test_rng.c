// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both sides and all architectures must draw the same numbers, so they are
 * compared with published ones, not only with themselves.
 */
#include "lib/rng.h"
#include "selftest/unit/unit.h"

/* As published on Rosetta Code (Splitmix64), and Java's SplittableRandom(0) */
static void known_answers(void)
{
	static const u64 answers[] = {
		6457827717110365317ull,	 3203168211198807973ull,
		9817491932198370423ull,	 4593380528125082431ull,
		16408922859458223821ull,
	};
	struct rng rng;
	bool ok = true;

	rng_seed(&rng, 1234567);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		ok &= rng_next(&rng) == answers[i];
	check(ok, "known-answers");

	rng_seed(&rng, 0);
	check(rng_next(&rng) == 0xe220a8397b1dcdafull,
	      "known-answer-of-seed-0");
}

/* rng_mix() undone step by step: what can be undone is a bijection. */
static u64 unmix(u64 x)
{
	x ^= x >> 31 ^ x >> 62;
	x *= 0x319642b2d24d8ec3ull;
	x ^= x >> 27 ^ x >> 54;
	x *= 0x96de1b173f119089ull;
	return x ^ x >> 30 ^ x >> 60;
}

static void mix_is_bijection(void)
{
	bool ok = true;

	for (u64 i = 0; i < 100000 && ok; i++) {
		u64 x = i * 0xd1342543de82ef95ull;

		ok = unmix(rng_mix(i)) == i && unmix(rng_mix(x)) == x;
	}
	check(ok, "mix-can-be-undone");
}

static void below_is_bounded(void)
{
	static const u32 limits[] = { 1, 2, 3, 64, 4099, 1u << 31, ~0u };
	struct rng rng;
	bool ok = true;

	rng_seed(&rng, 7);
	for (size_t i = 0; i < ARRAY_LEN(limits); i++)
		for (int draw = 0; draw < 10000; draw++)
			ok &= rng_below(&rng, limits[i]) < limits[i];
	check(ok, "below-is-bounded");
}

/*
 * A binomial's standard deviation is below the root of its mean, so that six
 * of them are not exceeded by chance.
 */
static void below_is_even(u32 n, const char *name)
{
	enum { PER_BIN = 10000, SIX_SIGMA = 600 };
	u32 bins[16] = { 0 };
	struct rng rng;
	bool ok = true;

	rng_seed(&rng, n);
	for (u32 draw = 0; draw < n * PER_BIN; draw++)
		bins[rng_below(&rng, n)]++;
	for (u32 i = 0; i < n; i++)
		if (bins[i] < PER_BIN - SIX_SIGMA ||
		    bins[i] > PER_BIN + SIX_SIGMA)
			ok = note("%u of 0..%u was drawn %u times of %u", i,
				  n - 1, bins[i], PER_BIN);
	check(ok, name);
}

/* Near seeds and near purposes are what tests use: none may meet another. */
static void derived_seeds_differ(void)
{
	enum { N = 64 };
	static u64 seeds[N * N];
	bool ok = true;

	for (u32 i = 0; i < N * N; i++)
		seeds[i] = rng_derive(i / N, i % N);
	for (u32 i = 0; i < N * N && ok; i++)
		for (u32 j = 0; j < i && ok; j++)
			if (seeds[i] == seeds[j])
				ok = note("seeds of %u and %u are equal", i, j);
	check(ok, "derived-seeds-differ");
	check(rng_derive(1, 2) != rng_derive(2, 1), "derive-has-an-order");
}

int main(void)
{
	unit_begin("rng");
	known_answers();
	mix_is_bijection();
	below_is_bounded();
	below_is_even(3, "below-3-is-even");
	below_is_even(10, "below-10-is-even");
	below_is_even(16, "below-16-is-even");
	derived_seeds_differ();
	return unit_end();
}
