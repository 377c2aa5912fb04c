/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes a failing sequence shorter and its numbers smaller, as long as it still
 * fails: leave out chunks of steps, then single steps, then make steps simpler
 * and numbers smaller. If there were enough tries, no step of the result can be
 * left out.
 */
#ifndef HOST_MODEL_MODEL_SHRINK_H
#define HOST_MODEL_MODEL_SHRINK_H

#include "host/model/model_seq.h"

struct model_shrink {
	/*
	 * Run the sequence. True if the wanted failure comes; *@nr is then the
	 * number of steps up to it, so that later steps can be cut.
	 */
	bool (*fails)(void *ctx, const struct model_seq *seq, u32 *nr);
	void *ctx;
	u32 most_tries;
	u32 nr_tries; /* so far */
};

/* Replace the failing sequence @seq by the shortest one found. */
void model_shrink(struct model_shrink *s, struct model_seq *seq);

#endif
