/* SPDX-License-Identifier: GPL-2.0-only */
/* Do one step of a sequence, and tell the model what it changed. */
#ifndef HOST_MODEL_MODEL_STEP_H
#define HOST_MODEL_MODEL_STEP_H

#include "host/model/model_state.h"

/* The starting state of a first step "begin:b@b". */
enum start model_beginning(u32 b);

void model_step(struct model *m, const struct model_step *step);

/* After the last step: let all vCPUs finish, harvest, and harvest once more. */
void model_finish(struct model *m);

#endif
