/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bounds of the number of pages that a payload can have dirtied in a window of
 * time.  The bounds follow from the payload's rates and its ledger.
 *
 * A vCPU that is never more than `late` stores behind its rate does rate * t
 * stores between any two moments t seconds apart, give or take late + 1.
 * QEMU's window begins after the command to measure, and ends before QEMU says
 * that it has measured.  So the window is at least as long as asked for
 * (asked_ms), and at most as long as the time that has passed here (took_ms).
 * The pattern visits all pages before it repeats one.  So the number of dirty
 * pages is the number of stores, up to all pages.  The payload's own pages
 * (counters and stacks, `own` in the ledger) may be added, once each time that
 * QEMU collects dirty pages.
 *
 * Stores that a vCPU was forgiven, because it could not keep up with its rate,
 * count as late too.
 *
 * A vCPU without a rate has dirtied at least as many pages as in its slowest
 * second, because a window of more than two seconds contains a whole second.
 */
#ifndef VMM_WINDOW_H
#define VMM_WINDOW_H

#include "vmm/ledger.h"

struct window {
	u64 asked_ms, took_ms;
	u64 collections; /* most times that QEMU collects dirty pages in it */
};

struct pages {
	u64 least, most;
};

/*
 * The bounds for vCPU @vcpu.  Its seconds in the ledger since ledger_restart()
 * must contain the window.  Skips the case if the machine is too busy for this
 * rate: the vCPU was behind by more stores than the window has.
 */
struct pages window_vcpu(const struct command *c, const struct ledger *l,
			 u32 vcpu, const struct window *w);

/* The bounds for all vCPUs together. */
struct pages window_all(const struct command *c, const struct ledger *l,
			const struct window *w);

/* The bounds in MiB/s.  QEMU rounds down twice, and so does this function. */
struct pages window_mib_s(const struct pages *pages, const struct window *w);

#endif
