/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of a slot that the host does not have when somebody touches them: they
 * were swapped out, say, or a migration has yet to bring them.  Whoever wants one
 * waits until it may come; then it comes with what was in it.
 */
#ifndef HOST_SCENE_ABSENT_H
#define HOST_SCENE_ABSENT_H

#include "lib/types.h"

struct run;

/*
 * Take pages @first to @first + @count - 1 of @slot away, where the host has had
 * all of the slot and the backing is one of small pages.  Skips the case where
 * this process may not do that.
 */
void absent_begin(struct run *r, u32 slot, u64 first, u64 count);

/* Wait until somebody wants one of them. */
void absent_wait(void);

/* From now on they come when they are wanted. */
void absent_bring(void);

/* The others come, too; how many pages were wanted. */
u64 absent_end(void);

#endif
