/* SPDX-License-Identifier: GPL-2.0-only */
/* Does one step of a sequence, and tells the model what has changed by it. */
#ifndef HOST_MODEL_MODEL_STEP_H
#define HOST_MODEL_MODEL_STEP_H

#include "host/model/model_state.h"

/* The starting state that a first step "begin:b@b" names. */
enum start model_beginning(u32 b);

void model_step(struct model *m, const struct model_step *step);

/* After the last: let all vCPUs finish, harvest, and harvest once more. */
void model_finish(struct model *m);

#endif
