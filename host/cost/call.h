/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's calls, one at a time: what is measured.  A call that fails ends the case. */
#ifndef HOST_COST_CALL_H
#define HOST_COST_CALL_H

#include "lib/types.h"

struct pageset;
struct run;

/* A call that ended with the errno value @err was to succeed: the case fails if it is not 0. */
void call_must(const char *call, int err);

/* KVM_GET_DIRTY_LOG into @set, which has the size of the slot (api.rst 4.8). */
void call_get(struct run *r, u32 slot, struct pageset *set);

/*
 * KVM_CLEAR_DIRTY_LOG of those of @nr pages from page @first on that are in @set (api.rst
 * 4.117).  @first is a multiple of 64, and so is @nr, unless it reaches the slot's end.
 */
void call_clear(struct run *r, u32 slot, const struct pageset *set, u64 first, u64 nr);

/* KVM_RESET_DIRTY_RINGS (api.rst 8.29). */
void call_reset(struct run *r);

#endif
