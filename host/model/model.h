/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The body of a case that draws sequences of operations and compares KVM with a
 * model after each step (host/model/model_state.h). Each sequence has a VM and
 * a process of its own. The first one that fails is made shorter, by running
 * parts of it; its steps are evidence, and part of the replay command. The case
 * has START_NONE.
 */
#ifndef HOST_MODEL_MODEL_H
#define HOST_MODEL_MODEL_H

#include "host/model/model_seq.h"

struct run;

struct model_plan {
	u32 nr_sequences; /* not with --soak */
	u32 nr_steps;	  /* of each */
	u32 groups;	  /* MODEL_*, besides the collector's own */
	u32 most_steps;	  /* more steps than that after shrinking are an
			   * error; 0: any number */
};

void model_run(struct run *r, const struct model_plan *plan);

#endif
