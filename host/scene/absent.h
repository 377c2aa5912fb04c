/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of a slot that the host does not have when somebody touches them, as if
 * they were swapped out, or as if a migration had yet to bring them. Whoever
 * touches such a page waits until the page may come; it comes with its old
 * content.
 */
#ifndef HOST_SCENE_ABSENT_H
#define HOST_SCENE_ABSENT_H

#include "lib/types.h"

struct run;

/*
 * Take pages @first to @first + @count - 1 of @slot away. The slot must be
 * populated, on a backing of small pages. Skips the case where this process may
 * not do that.
 */
void absent_begin(struct run *r, u32 slot, u64 first, u64 count);

/*
 * The pages stay, and whoever writes to one waits, as in a VMM that makes a snapshot
 * of a guest that runs. They may be written when they may come. Skips the case where
 * userfaultfd cannot do that. With this, those below are about writes.
 */
void absent_guard(struct run *r, u32 slot, u64 first, u64 count);

/*
 * The pages stay, and whoever accesses one waits, as in a VMM that looks which memory a guest
 * uses.  Skips the case where userfaultfd cannot do that (before Linux 7.3).
 */
void absent_hide(struct run *r, u32 slot, u64 first, u64 count);

/* Wait until somebody touches one of these pages. */
void absent_wait(void);

/* From now on pages come when they are touched. */
void absent_bring(void);

/* All other pages come, too. Returns how many pages were touched before. */
u64 absent_end(void);

#endif
