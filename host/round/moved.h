/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pages of a test that the host moved on its own account
 * (host/memory/unmapped.h), slot by slot and round by round. What the test
 * itself does to its memory (a copy on write, a balloon) does not count; tests
 * account for that.
 *
 * Where moves cannot be seen page by page, a page that was reported and not
 * written is no verdict on KVM.
 */
#ifndef HOST_ROUND_MOVED_H
#define HOST_ROUND_MOVED_H

#include "lib/pageset.h"

struct run;

/*
 * The pages of a slot that were moved since they were last armed; and how often
 * a page was moved in this round.
 */
const struct pageset *moved_pages(const struct run *r, u32 slot);
u32 moved_times(const struct run *r, u32 slot, u64 page);

/*
 * True if one of @count pages from @first on was moved in this round. If none was seen to be,
 * moved_doubt() is called before this returns.
 */
bool moved_any(const struct run *r, u32 slot, u64 first, u64 count);

/*
 * Note that the dirty pages @armed were re-protected. A page that was moved
 * after it became dirty had no mapping left to protect. The order is not known,
 * so a page that was moved since the last call counts as moved until the next
 * call.
 */
void moved_armed(const struct run *r, u32 slot, const struct pageset *armed);

/* Begin a new round. */
void moved_new_round(const struct run *r);

/*
 * Call this before a report of an unwritten page becomes a failure. Ends the
 * case with a skip if the host may have moved pages of the slot, and it cannot
 * be seen which.
 */
void moved_doubt(const struct run *r, u32 slot);

#endif
