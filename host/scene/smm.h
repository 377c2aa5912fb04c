/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System management mode, in which an x86 vCPU sees another address space
 * (KVM_CAP_MULTI_ADDRESS_SPACE): slots with the same numbers at the same guest
 * physical addresses, with other memory. The host puts a handler there that
 * stores to given pages. The slots are in host/machine/smm_slots.h.
 */
#ifndef HOST_SCENE_SMM_H
#define HOST_SCENE_SMM_H

#include "lib/types.h"

struct machine;
struct run;

/*
 * Let SMM's memory begin @bytes further on than usual, 1 to 4095: what KVM keeps of the vCPU
 * ends in a second page then.  Call this before the functions below.
 */
void smm_move(struct run *r, u32 bytes);

/*
 * When vCPU 0 runs next, it enters SMM where there is no memory.  KVM cannot keep the state, and
 * gives the VM up (enter_smm() in arch/x86/kvm/smm.c). On 6.1 the vCPU goes on, and finds no code.
 */
void smm_nowhere(struct run *r);

/* The index of the slot SMM_MEMORY (host/machine/smm_slots.h). */
u32 smm_memory(const struct machine *m);

/*
 * When vCPU 0 runs next, it first enters SMM and stores to these @nr pages of
 * SMM_MEMORY, 1 to 64. An exit for input (machine_on_input()) comes before it leaves SMM.
 * The round expects these stores. The case has NEED_SMM.
 */
void smm_store(struct run *r, const u32 *pages, u32 nr);

/* The same, @offset_bytes into each page: a store may end in the next one. */
void smm_store_at(struct run *r, const u32 *pages, u32 nr, u32 offset_bytes);

/*
 * As smm_store_at(), and KVM emulates the stores; with @locked these are locked instructions.
 * The case has one of the stores emu-*.
 */
void smm_store_emulated(struct run *r, const u32 *pages, u32 nr, u32 offset_bytes,
			bool locked);

/*
 * From machine_on_input()'s function: before vCPU 0 leaves SMM, it stores to these pages,
 * too. Another exit for input follows.
 */
void smm_store_more(struct run *r, const u32 *pages, u32 nr);

/*
 * When vCPU 0 runs next, it stores @value to @gpa in SMM, an address below 4 GiB that is not
 * in a slot of smm_slots.h. The round does not expect the store.
 */
void smm_poke(struct run *r, u64 gpa, u32 value);

/* Switch logging of SMM_MEMORY, as round_log() does. */
void smm_log(struct run *r, bool on);

/* The host takes SMM_MEMORY away: it reads as zero, and lies elsewhere when next used. */
void smm_discard(struct run *r);

/*
 * Run vCPU 0, with what else is queued, to its end. The case fails if a
 * store is not in SMM_MEMORY.
 */
void smm_run(struct run *r);

/* The same behind round_wait(), where the vCPU was run in another way. */
void smm_done(struct run *r);

#endif
