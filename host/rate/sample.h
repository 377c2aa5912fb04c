/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The dirty rate without a dirty log: hash some pages, hash them again at the
 * end, and take the share that changed for that of all.  Which pages are hashed
 * follows from a seed, so what the estimate has to be is known exactly; how far
 * it is from the truth is the method's own business.
 */
#ifndef HOST_RATE_SAMPLE_H
#define HOST_RATE_SAMPLE_H

#include "host/machine/machine.h"
#include "lib/pageset.h"

struct sample {
	struct pageset chosen[MACHINE_MAX_SLOTS];
	u64 *hash[MACHINE_MAX_SLOTS]; /* per page; of the chosen */
};

/* Choose @per_gib pages of each GiB of each slot, at least one, and hash them. */
void sample_begin(struct sample *s, const struct machine *m, u32 per_gib,
		  u64 seed);

/* Pages that changed since they were hashed last; hashes them anew. */
void sample_changed(struct sample *s, const struct machine *m, u32 slot,
		    struct pageset *changed);

/* How many pages of the slot that stands for, rounded down. */
u64 sample_estimate(const struct sample *s, u32 slot, u64 nr_changed);

void sample_free(struct sample *s, const struct machine *m);

#endif
