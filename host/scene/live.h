/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slot 0, checked by content while vCPUs store to it.  Every store writes a value of
 * its own.  After a page was reported and re-protected, the host reads what is in it:
 *
 * - nothing lost: every page that a harvest does not report still holds what was read
 *   when the page last was reported, unless a store to it was on its way.  A migration
 *   relies on that.
 *
 * - nothing invented: a page is reported at most once per store to it; and once more
 *   for each harvest that may have caught a store half done, since KVM marks a page
 *   before the store retires, the harvest re-protects the page, the store faults again
 *   and marks it again (clause R38); and as often as an allowance gives.
 *
 * No rule here uses time or the order of ring entries.
 */
#ifndef HOST_SCENE_LIVE_H
#define HOST_SCENE_LIVE_H

#include "host/round/run.h"

struct live {
	struct run *run;
	u64 nr_pages;
	u64 *seen;	 /* content when last reported */
	u32 *reports;	 /* harvests that named the page, entries for a ring */
	u32 *stores;	 /* to the page, by all vCPUs */
	u32 *in_flight;	 /* harvests that may have caught one half done */
	u64 *first;	 /* [vcpu] number of the first store */
	u32 **target;	 /* [vcpu][store - first]: its page */
	u64 *held;	 /* content when it was compared */
	struct pageset reported; /* by the last harvest */
	struct pageset caught;	 /* a store may have been half done during or
				  * after it */
};

/* For the slot 0 of @r's machine; nothing has been queued yet. */
void live_init(struct live *l, struct run *r);

/* What is in memory now is where it begins. */
void live_see_all(struct live *l);

/* @vcpu will be given up to @nr_stores stores by live_queue(). */
void live_expect(struct live *l, u32 vcpu, u32 nr_stores);

/* round_queue(), and keep which store goes to which page. */
void live_queue(struct live *l, const struct stores *s);

/* What a page holds now: its first 8 bytes. */
u64 live_content(const struct live *l, u64 page);

/* The number of the store that each vCPU is at, into @at[vcpu]. */
void live_ordinals(const struct live *l, u64 *at);

/*
 * A harvest was made while vCPUs ran on; @before was read before it.  Stores that had
 * retired by then are in it, or were in an earlier one; those that ran beside it are
 * for the next.  Where the processor has a buffer of its own, pages may come later: a
 * ring's by contract (clause R33), a bitmap's because KVM_GET_DIRTY_LOG does not wait
 * for the vCPUs that it kicks (finding F4): @complete says that nothing can.
 */
void live_settle(struct live *l, const u64 *before, bool complete);

/* Count what was harvested since the last call, and empty the harvest. */
void live_reports(struct live *l);

/* End the case with a failure if the ring broke a promise. */
void live_check_ring(const struct live *l);

/*
 * End the case with a failure if a page that the last harvest did not report, and
 * that no store since @before was on its way to, has changed since its last report.
 */
void live_check_lost(struct live *l, const u64 *before);

/* End the case with a failure if a page was reported too often. */
void live_check_invented(const struct live *l);

#endif
