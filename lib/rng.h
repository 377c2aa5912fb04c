/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A seeded random generator: splitmix64, a counter and a mixer with one word of
 * state.  Host, guest and every architecture get the same numbers.  The
 * generator is not cryptographic.
 */
#ifndef LIB_RNG_H
#define LIB_RNG_H

#include "lib/types.h"

struct rng {
	u64 state;
};

/* The mixer alone: a bijection of 64-bit words. */
u64 rng_mix(u64 x);

void rng_seed(struct rng *r, u64 seed);
u64 rng_next(struct rng *r);

/*
 * A uniform number of 0 ..  @n - 1.  @n must not be 0.  Bias is below n / 2^32.
 */
u32 rng_below(struct rng *r, u32 n);

/* A seed for @purpose.  Users with different purposes get unrelated numbers. */
u64 rng_derive(u64 seed, u64 purpose);

#endif
