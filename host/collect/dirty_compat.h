/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM's dirty logs for a VMM that is a 32-bit program on a 64-bit kernel, where
 * the two calls have structs of their own (clauses G24 and C28).
 */
#ifndef HOST_COLLECT_DIRTY_COMPAT_H
#define HOST_COLLECT_DIRTY_COMPAT_H

#include "lib/pageset.h"

struct machine;

/*
 * The two calls; 0 or an errno value, ENOSYS where this host takes no calls of 32
 * bits from us.  GET overwrites @set; CLEAR is of the whole slot, for the pages in
 * @set.
 */
int dirty_compat_get(struct machine *m, u32 slot, struct pageset *set);
int dirty_compat_clear(struct machine *m, u32 slot, const struct pageset *set);

#endif
