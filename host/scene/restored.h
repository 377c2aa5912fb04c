/* SPDX-License-Identifier: GPL-2.0-only */
/* A vCPU whose state userspace reads and sets again, as where a migration arrives. */
#ifndef HOST_SCENE_RESTORED_H
#define HOST_SCENE_RESTORED_H

#include "lib/types.h"

struct machine;

/*
 * Do that to @vcpu, which is idle.  KVM may write what it writes when an address is set.
 * Skips the case where it cannot be done.
 */
void restored(struct machine *m, u32 vcpu);

#endif
