// SPDX-License-Identifier: GPL-2.0-only
/* splitmix64: the outputs of a Weyl counter, mixed. */
#include "lib/rng.h"

/*
 * 2^64 divided by the golden ratio; odd, so that the counter visits all words.
 */
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
	/* A product, because an emulated division (remainder) is slow. */
	return (rng_next(r) >> 32) * n >> 32;
}

u64 rng_derive(u64 seed, u64 purpose)
{
	/*
	 * Two seeds that differ by a multiple of RNG_STEP give the same
	 * sequence, shifted.  The outer mixer prevents that.  The inner mixer
	 * makes (seed + 1, purpose) and (seed, purpose + 1) differ.
	 */
	return rng_mix(rng_mix(seed + RNG_STEP) + purpose);
}
