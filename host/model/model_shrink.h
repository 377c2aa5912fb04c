/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes a sequence that fails shorter, and its numbers smaller, for as long as
 * it still fails: chunks of steps are left out, then single steps, then steps
 * are made simpler ones and numbers smaller.  What is left has no step that can
 * be left out, if there were tries enough.
 */
#ifndef HOST_MODEL_MODEL_SHRINK_H
#define HOST_MODEL_MODEL_SHRINK_H

#include "host/model/model_seq.h"

struct model_shrink {
	/* True if the failure that is looked for comes; after @*nr steps, so
	 * that those that follow are not needed. */
	bool (*fails)(void *ctx, const struct model_seq *seq, u32 *nr);
	void *ctx;
	u32 most_tries;
	u32 nr_tries; /* so far */
};

/* @seq, which fails, is replaced by what is left of it. */
void model_shrink(struct model_shrink *s, struct model_seq *seq);

#endif
