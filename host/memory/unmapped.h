/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Areas of this process that the host took away from KVM while the process itself
 * did not ask for it.  The kernel's trace event kvm:kvm_unmap_hva_range says so each
 * time, before the mapping is gone (kvm_mmu_notifier_invalidate_range_start() in
 * virt/kvm/kvm_main.c): an access that finds the mapping missing comes after the
 * event.  The event is the host's word, and not that of the code under test.
 *
 * Reading trace events takes CAP_PERFMON and a mounted tracefs.  Without them, the
 * kernel's counters at least say that something on this machine was moved.
 */
#ifndef HOST_MEMORY_UNMAPPED_H
#define HOST_MEMORY_UNMAPPED_H

#include "lib/types.h"

/*
 * Once in main(), before any case: NULL, or why the events cannot be seen.  While the
 * program lives, the event stays switched on.  @kept_still is what still_process()
 * said.
 */
const char *unmapped_watch(bool kept_still);

/* True if unmapped_watch() said NULL. */
bool unmapped_seen(void);

/* The number of events that a process opens: one per CPU, 0 if none can be seen. */
u32 unmapped_nr_events(void);

/*
 * The area that a process has its tests' memory in, aligned to its size.  Each
 * process has an area of its own, so that an event about another process's memory
 * is not taken for one about this process's.
 */
#define UNMAPPED_AREA_BYTES (1ul << 34)

/*
 * Begin to watch memory of the calling process: @bytes at @hva, in the area that the
 * process had any in before.
 */
void unmapped_begin(const void *hva, u64 bytes);

/*
 * Call @each for what was taken away since the last call: host addresses from @start
 * up to but not including @end.  Where events were lost, 0 to ~0: it may have been
 * anything.
 */
void unmapped_take(void (*each)(void *ctx, u64 start, u64 end), void *ctx);

/*
 * What this machine moved since unmapped_begin(), in the words of vmstat_grown(), if
 * it can have been memory of this process and the events would not have shown it.
 * Else "".  @still: that memory is pinned (host/memory/still.h).
 */
const char *unmapped_unseen(bool still);

#endif
