/* SPDX-License-Identifier: GPL-2.0-only */
/* How full a vCPU's dirty ring is. */
#ifndef HOST_SCENE_RING_LEVEL_H
#define HOST_SCENE_RING_LEVEL_H

#include "lib/types.h"

struct run;

/* The number of entries at which KVM must stop the vCPU (api.rst 8.29). */
u32 ring_soft_limit(const struct run *r);

/*
 * Let vCPU @vcpu store to @count pages of @slot from @first on, one entry each. Fails if
 * the ring has other than @count entries then. @count is below the soft limit. False if the
 * host moved such a page under its store (allowance moved-again): the store was pushed
 * again, and may have filled the ring. The round is one like any other then.
 */
bool ring_fill(struct run *r, u32 vcpu, u32 slot, u32 first, u32 count);

/*
 * Run what is queued for vCPU 0, which must fill its ring. At the first @times full exits
 * nobody makes room, and the vCPU must not advance (clause R29); then the ring is
 * harvested, and the stores are done.
 */
void ring_stay_full(struct run *r, u32 times);

/*
 * Call this before a kernel with a bug can push more entries than a ring has room for. Such
 * a kernel warns in its log: skips the case where that is the end of the host
 * (kernel.panic_on_warn).
 */
void ring_overrun_may_warn(const struct run *r);

/*
 * Let KVM write the wall clock to page @page of slot 0, for vCPU 0: RING_CLOCK_ENTRIES
 * more entries, also behind the soft limit. No vCPU may run, but the calling thread may be
 * a vCPU's. The page is aligned to 64 KiB. Skips the case if this KVM has no such clock.
 */
#define RING_CLOCK_ENTRIES 3 /* kvm_write_wall_clock() in arch/x86/kvm/x86.c */
void ring_clock(struct run *r, u32 page);

/* Add @times such writes to the round's ledger. */
void ring_clock_done(struct run *r, u32 page, u32 times);

/* False if the architecture has no such clock. */
bool ring_has_clock(void);

#endif
