/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slots that change between rounds, at rest, with expectations that stay right:
 * on x86 a slot that is deleted or moved takes every mapping of the VM with it,
 * elsewhere its own, so that nothing is armed any more.
 */
#ifndef HOST_ROUND_ROUND_SLOT_H
#define HOST_ROUND_ROUND_SLOT_H

#include "lib/types.h"

struct machine_slot_again;
struct run;

/* Delete a slot; what was dirty in it is forgotten, and so is the round. */
void round_delete_slot(struct run *r, u32 slot);

/* Create it again; it begins clean, or as INITIALLY_SET has it (clause S13). */
void round_create_slot(struct run *r, u32 slot,
		       const struct machine_slot_again *as);

/* Move it by so many pages; what is dirty stays dirty (clause S12). */
void round_move_slot(struct run *r, u32 slot, s64 pages);

/*
 * KVM_PRE_FAULT_MEMORY of a slot by vCPU 0: as if the guest had read there.
 * Skips the case where KVM has no such thing.
 */
void round_prefault(struct run *r, u32 slot, u64 first, u64 count);

#endif
