/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes to slots between rounds, with all vCPUs idle. Expectations stay
 * right. On x86 a slot that is deleted or moved takes every mapping of the VM
 * with it, elsewhere its own mappings; so nothing is armed any more.
 */
#ifndef HOST_ROUND_ROUND_SLOT_H
#define HOST_ROUND_ROUND_SLOT_H

#include "lib/types.h"

struct machine_slot_again;
struct run;

/* Delete a slot. KVM forgets what was dirty in it, and so does the round. */
void round_delete_slot(struct run *r, u32 slot);

/*
 * Create the slot again. It begins clean, or as INITIALLY_SET says (clause
 * S13).
 */
void round_create_slot(struct run *r, u32 slot,
		       const struct machine_slot_again *as);

/* Move the slot by @pages pages. Dirty pages stay dirty (clause S12). */
void round_move_slot(struct run *r, u32 slot, s64 pages);

/* The same, and the same call switches logging on or off. What was dirty is forgotten. */
void round_move_slot_log(struct run *r, u32 slot, s64 pages, bool on);

/*
 * KVM_PRE_FAULT_MEMORY of pages of a slot, by vCPU 0. For KVM it is as if the
 * guest read there. Skips the case where KVM has no such call.
 */
void round_prefault(struct run *r, u32 slot, u64 first, u64 count);

/* The same call must end with the errno @want, and map nothing (clause P3). */
void round_no_prefault(struct run *r, u32 slot, u64 first, u64 count, int want);

#endif
