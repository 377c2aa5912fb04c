/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which pages of a test the host took away from KVM while nobody here asked for it.
 * The kernel's trace event kvm:kvm_unmap_hva_range says so each time, before the
 * mapping is gone (kvm_mmu_notifier_invalidate_range_start() in
 * virt/kvm/kvm_main.c): an access that finds the mapping missing comes after it.
 * The event is the host's word, and not that of the code under test.  What this
 * process does to its own memory (a copy on write, a balloon) does not count; tests
 * account for that themselves.
 *
 * Reading trace events takes CAP_PERFMON and a mounted tracefs.  Without, the
 * kernel's counters at least say that something on this machine was moved: then a
 * page that was reported and not written is no verdict on KVM.
 */
#ifndef HOST_MOVED_H
#define HOST_MOVED_H

#include "lib/pageset.h"

struct run;

/*
 * Once in main(), before any case: NULL, or why the events cannot be seen.  While the
 * program lives, the event stays switched on.  @kept_still is what still_process()
 * said.
 */
const char *moved_watch(bool kept_still);

/* True if moved_watch() said NULL; then a case opens so many events, else 0. */
bool moved_seen(void);
u32 moved_nr_events(void);

/*
 * The area that a process has its tests' memory in, aligned to its size: one of its
 * own, so that what the host does to another process's is not taken for this one's.
 */
#define MOVED_AREA_BYTES (1ul << 34)

/*
 * Begin to watch memory of the calling process: @bytes at @hva, in the area that it
 * had any in before.
 */
void moved_begin(const void *hva, u64 bytes);

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
