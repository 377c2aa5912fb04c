/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two threads that do something at the same time, as two parts of a VMM that
 * know nothing of each other. They wait for each other before they begin, and
 * have ended when the call returns.
 */
#ifndef HOST_SCENE_PAIR_H
#define HOST_SCENE_PAIR_H

#include "lib/types.h"

/* Call @what twice at once, with @which 0 and 1. */
void pair_run(void (*what)(void *ctx, u32 which), void *ctx);

/* Call @after as well, when both have returned and both threads still exist. */
void pair_run_then(void (*what)(void *ctx, u32 which), void (*after)(void *ctx),
		   void *ctx);

#endif
