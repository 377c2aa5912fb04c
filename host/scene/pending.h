/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A call that begins with a signal pending, as a call does whose thread gets the signal
 * on its way into the kernel.
 */
#ifndef HOST_SCENE_PENDING_H
#define HOST_SCENE_PENDING_H

#include "lib/types.h"

struct machine;

/*
 * collect_ring_reset_beside() with @signal pending for the calling thread. The signal
 * must have a handler. Returns how many entries were freed. Skips the case where no
 * process may trace another one.
 */
u32 pending_reset(struct machine *m, int signal);

#endif
