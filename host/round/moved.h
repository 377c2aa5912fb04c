/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which pages of a test the host moved while nobody here asked for it
 * (host/memory/unmapped.h), slot by slot and round by round.  What this process does
 * to its own memory (a copy on write, a balloon) does not count; tests account for
 * that themselves.
 *
 * Where moves cannot be seen page by page, a page that was reported and not written
 * is no verdict on KVM.
 */
#ifndef HOST_ROUND_MOVED_H
#define HOST_ROUND_MOVED_H

#include "lib/pageset.h"

struct run;

/*
 * The pages of a slot that were moved since they last were armed; of a page, how
 * often in this round.
 */
const struct pageset *moved_pages(const struct run *r, u32 slot);
u32 moved_times(const struct run *r, u32 slot, u64 page);

/*
 * Pages that were dirty were re-protected.  One that was moved after it was made
 * dirty had no mapping to protect any more.  Which came first is not known, so a page
 * that was moved since its last call counts as moved until the next.
 */
void moved_armed(const struct run *r, u32 slot, const struct pageset *armed);

/* A new round. */
void moved_new_round(const struct run *r);

/*
 * To be asked before a report of what was not written becomes a failure: ends the
 * case with a skip if the host may have moved pages of the slot, and nobody here
 * could see which.
 */
void moved_doubt(const struct run *r, u32 slot);

#endif
