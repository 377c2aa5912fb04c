/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM's dirty logs as a 32-bit VMM on a 64-bit kernel sees them: both calls
 * have structs of their own (clauses G24 and C28).
 */
#ifndef HOST_COLLECT_DIRTY_COMPAT_H
#define HOST_COLLECT_DIRTY_COMPAT_H

#include "lib/pageset.h"

struct machine;

/*
 * GET overwrites @set. CLEAR is of the whole slot, for the pages in @set. Both
 * return 0 or an errno value; ENOSYS: this host takes no 32-bit calls from a
 * 64-bit program.
 */
int dirty_compat_get(struct machine *m, u32 slot, struct pageset *set);
int dirty_compat_clear(struct machine *m, u32 slot, const struct pageset *set);

#endif
