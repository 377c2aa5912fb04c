/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A slot of the machine that is thousands of slots for KVM. They lie side by
 * side in guest and host memory, so that stores and the ledger see one slot;
 * their ids are in another order. Collectors know only the machine's slots, so
 * the many slots have a harvest of their own.
 */
#ifndef HOST_SCENE_MANY_SLOTS_H
#define HOST_SCENE_MANY_SLOTS_H

#include "lib/pageset.h"
#include "lib/types.h"

struct run;

struct many_slots {
	u32 slot;  /* index of the machine's */
	u32 nr;	   /* a power of two */
	u32 pages; /* in each */
};

/*
 * Delete the machine's slot, which has @nr * @pages pages, and create the many
 * in its place, all logged. Skips the case if KVM has fewer slots.
 */
void many_slots_make(struct run *r, const struct many_slots *many);

/*
 * Ask for all logs or empty the rings, and re-protect. @dirty is overwritten,
 * and counts pages of the machine's slot.
 */
void many_slots_harvest(struct run *r, const struct many_slots *many,
			struct pageset *dirty);

#endif
