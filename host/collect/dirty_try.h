/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KVM's dirty-tracking interface for callers that make mistakes. Each function
 * makes one call exactly as told, and returns 0 or an errno value. Nothing is
 * checked before, and the machine does not learn of what a successful call
 * changes.
 */
#ifndef HOST_COLLECT_DIRTY_TRY_H
#define HOST_COLLECT_DIRTY_TRY_H

#include "lib/types.h"

struct machine;

/* @id is KVM's own number: as_id << 16 | slot. */
int dirty_try_get(struct machine *m, u32 id, void *bitmap);
int dirty_try_clear(struct machine *m, u32 id, const void *bitmap, u64 first,
		    u32 nr_pages);
int dirty_try_reset(struct machine *m);

/* How many slots an address space can have: KVM_CAP_NR_MEMSLOTS. */
u32 dirty_try_nr_slots(struct machine *m);

/* KVM_ENABLE_CAP of the capabilities that are about dirty logs. */
enum dirty_try_cap {
	TRY_MANUAL,	 /* KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 */
	TRY_MANUAL_OLD,	 /* ... without the 2 */
	TRY_RING,	 /* KVM_CAP_DIRTY_LOG_RING_ACQ_REL */
	TRY_RING_BITMAP, /* KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP */
	TRY_CHUNK,	 /* KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE */
};
int dirty_try_enable(struct machine *m, enum dirty_try_cap cap, u32 flags,
		     u64 arg);

/*
 * Map @nr pages of vCPU 0's ring, from page @page of the ring, and read the
 * last one: EFAULT if that is not there.
 */
int dirty_try_map(struct machine *m, u64 page, u64 nr, int prot, int flags);

/*
 * Map these pages as well, where the whole ring is mapped already: true if both mappings show
 * the same.
 */
bool dirty_try_same(struct machine *m, u64 page, u64 nr);

/* KVM_CREATE_GUEST_MEMFD. Skips the case where KVM has no such memory for this VM. */
int dirty_try_memfd(struct machine *m, u64 bytes);

/* KVM_SET_USER_MEMORY_REGION, or with TRY_MEMFD the second form of that call. */
#define TRY_LOG 1u
#define TRY_READONLY 2u
#define TRY_MEMFD 4u
struct dirty_try_slot {
	u32 id, flags;
	u64 gpa, bytes;
	void *hva;
	int memfd; /* with TRY_MEMFD: of dirty_try_memfd() */
};
int dirty_try_slot(struct machine *m, const struct dirty_try_slot *slot);

#endif
