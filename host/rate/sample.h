/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A dirty rate without a dirty log: hash some pages, hash them again at the
 * end, and take the changed share of these for the share of all. The seed
 * decides which pages are hashed, so that the estimate is known exactly. How
 * far the estimate is from the truth is the method's own business.
 */
#ifndef HOST_RATE_SAMPLE_H
#define HOST_RATE_SAMPLE_H

#include "host/machine/machine.h"
#include "lib/pageset.h"

struct sample {
	struct pageset chosen[MACHINE_MAX_SLOTS];
	u64 *hash[MACHINE_MAX_SLOTS]; /* hashes of the chosen pages, [page] */
};

/* Choose @per_gib pages of each GiB of each slot, at least one, and hash them. */
void sample_begin(struct sample *s, const struct machine *m, u32 per_gib,
		  u64 seed);

/*
 * Set @changed to the chosen pages that changed since their last hash, and hash
 * them anew.
 */
void sample_changed(struct sample *s, const struct machine *m, u32 slot,
		    struct pageset *changed);

/* The number of pages of the slot that @nr_changed stands for, rounded down. */
u64 sample_estimate(const struct sample *s, u32 slot, u64 nr_changed);

void sample_free(struct sample *s, const struct machine *m);

#endif
