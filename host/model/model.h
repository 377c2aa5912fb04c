/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The body of a case that draws sequences of operations and compares with a model
 * after each step (host/model/model_state.h).  Each sequence has a VM and a process of
 * its own.  The first that fails is shrunk, by running parts of it, and its steps
 * are evidence and in the replay command.  The case's row has START_NONE.
 */
#ifndef HOST_MODEL_MODEL_H
#define HOST_MODEL_MODEL_H

#include "host/model/model_seq.h"

struct run;

struct model_plan {
	u32 nr_sequences; /* unless the run is to soak */
	u32 nr_steps;	  /* of each */
	u32 groups;	  /* MODEL_*, besides what the collector has */
	u32 most_steps;	  /* 0, or more of them after shrinking are an error */
};

void model_run(struct run *r, const struct model_plan *plan);

#endif
