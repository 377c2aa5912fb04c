/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A window is a round with a length: each vCPU is granted a number of stores,
 * spread over that time, and spends exactly these.  It closes when its time is
 * over and every vCPU has acknowledged that all is spent and has left KVM_RUN,
 * so that nothing is on its way any more, in a processor's buffer neither; then
 * comes the harvest.  Which pages were dirtied, and with them the rate, follows
 * from the grant: a slow host makes windows longer, not different.
 *
 * A window that had to wait for its vCPUs says so, and its true length is what
 * a rate is computed from.  The clock is read once per edge.
 */
#ifndef HOST_RATE_WINDOW_H
#define HOST_RATE_WINDOW_H

#include "lib/abi.h"

struct reaper;
struct run;

/* What one vCPU may do, and where: pages that no other vCPU's grant has. */
struct window_grant {
	u32 slot;
	u32 first, pages; /* its own, of the slot */
	u32 stores;
	bool hot; /* drawn from its pages; else one page after the other, going
		   * on where the window before ended */
	u32 next; /* where that is, counted from first; kept from window to
		   * window */
};

struct window {
	u64 length_ns;
	u32 parts; /* in which credit is granted, evenly; 0: one */
	bool late; /* the last store is granted when time is over, so that the
		    * window has to wait for it */
	struct reaper *reaper; /* woken with each part; NULL: none */
	struct window_grant grant[ABI_MAX_VCPUS]; /* per vCPU */
	/* What came of it. */
	bool stretched;
	u64 opened_ns, closed_ns;
	u64 harvested_ns; /* when the harvest after it was done */
};

/* Grant, run, close and harvest; the round is then to be judged. */
void window_run(struct run *r, struct window *w);

static inline u64 window_true_ns(const struct window *w)
{
	return w->closed_ns - w->opened_ns;
}

#endif
