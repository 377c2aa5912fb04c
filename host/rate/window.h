/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A window is a round with a length in time. Each vCPU is granted a number of
 * stores, spread over that time, and does exactly these. The window closes when
 * its time is over, and every vCPU has done its stores and left KVM_RUN:
 * nothing is under way then, not even in a processor's buffer. The harvest
 * follows.
 *
 * The grant decides which pages are dirtied, and so the rate. A slow host makes
 * windows longer, and not different. A window that had to wait for its vCPUs is
 * marked as stretched, and rates are computed from its true length. The clock
 * is read once at each end.
 */
#ifndef HOST_RATE_WINDOW_H
#define HOST_RATE_WINDOW_H

#include "lib/abi.h"

struct reaper;
struct run;

/* The stores of one vCPU, to pages that no other grant has. */
struct window_grant {
	u32 slot;
	u32 first, pages; /* pages of the slot */
	u32 stores;
	bool hot; /* stores go to pages at random; else to one page after the
		   * other, from where the last window ended */
	u32 next; /* the page to go on with, from .first; kept from window to
		   * window */
};

struct window {
	u64 length_ns;
	u32 parts; /* credit is granted in so many parts; 0: one */
	bool late; /* the last store is granted when the time is over, so
		    * that the window is stretched */
	struct reaper *reaper; /* woken with each part; NULL: none */
	struct window_grant grant[ABI_MAX_VCPUS]; /* per vCPU */
	/* Results. */
	bool stretched;
	u64 opened_ns, closed_ns;
	u64 harvested_ns; /* end of the harvest */
};

/* Grant, run, close and harvest. The caller judges the round. */
void window_run(struct run *r, struct window *w);

static inline u64 window_true_ns(const struct window *w)
{
	return w->closed_ns - w->opened_ns;
}

#endif
