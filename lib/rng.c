// SPDX-License-Identifier: GPL-2.0-only
/* splitmix64: a Weyl counter, put through a mixer. */
#include "lib/rng.h"

/* 2^64 divided by the golden ratio, made odd, so that the counter visits all */
#define RNG_STEP 0x9e3779b97f4a7c15ull

u64 rng_mix(u64 x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ x >> 27) * 0x94d049bb133111ebull;
	return x ^ x >> 31;
}

void rng_seed(struct rng *r, u64 seed)
{
	r->state = seed;
}

u64 rng_next(struct rng *r)
{
	r->state += RNG_STEP;
	return rng_mix(r->state);
}

u32 rng_below(struct rng *r, u32 n)
{
	/* A product instead of a remainder: a division is slow to emulate. */
	return (rng_next(r) >> 32) * n >> 32;
}

u64 rng_derive(u64 seed, u64 purpose)
{
	/*
	 * Mixed twice: seeds that differ by a multiple of the step are the same
	 * sequence shifted, and seed + 1 must not meet purpose + 1.
	 */
	return rng_mix(rng_mix(seed + RNG_STEP) + purpose);
}
