/* SPDX-License-Identifier: GPL-2.0-only */
/* Steps about vCPUs. */
#ifndef HOST_MODEL_MODEL_VCPU_H
#define HOST_MODEL_MODEL_VCPU_H

#include "host/model/model_state.h"

void model_vcpu_step(struct model *m, const struct model_step *step);

#endif
