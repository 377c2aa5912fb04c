/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many pages a payload can have dirtied in a window of time, from its rates
 * and its ledger.
 *
 * A vCPU that is never more than `late` stores behind its rate does between any
 * two moments t seconds apart rate * t stores, give or take late + 1.  QEMU's
 * window begins after it was asked to measure and ends before it says that it
 * has: it is between what was asked for (asked_ms) and what passed here
 * meanwhile (took_ms).  No store comes back to a page before it has been to all
 * others, so as many pages are dirty, up to all there are.  The payload's own
 * pages (its counters and stacks, `own` in the ledger) can come on top, once
 * each time that QEMU collects what is dirty.
 *
 * A debt that a vCPU was forgiven, as it could not keep up with its rate, counts
 * as late, too.
 *
 * A vCPU without a rate dirtied at least as many pages as it did in its slowest
 * second, as a window of more than two seconds contains a whole one.
 */
#ifndef VMM_WINDOW_H
#define VMM_WINDOW_H

#include "vmm/ledger.h"

struct window {
	u64 asked_ms, took_ms;
	u64 collections; /* of dirty pages within it, at most */
};

struct pages {
	u64 least, most;
};

/*
 * Of vCPU @vcpu alone, whose seconds in the ledger since ledger_restart()
 * contain the window.  Skips the case if nothing can be said of it, as the vCPU
 * was later than the window is long: the machine is too busy for this rate.
 */
struct pages window_vcpu(const struct command *c, const struct ledger *l,
			 u32 vcpu, const struct window *w);

/* Of all of them. */
struct pages window_all(const struct command *c, const struct ledger *l,
			const struct window *w);

/* MiB/s as QEMU rounds it, twice down, from the least to the most. */
struct pages window_mib_s(const struct pages *pages, const struct window *w);

#endif
