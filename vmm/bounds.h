/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bounds of the number of pages that a payload can have dirtied while QEMU
 * measures.  The bounds follow from the payload's rates and its account.
 *
 * A vCPU that is never more than `late` stores behind its rate does rate * t
 * stores between any two moments t seconds apart, give or take late + 1.
 * QEMU's measurement begins after the command to measure, and ends before QEMU
 * says that it has measured.  So the measurement is at least as long as asked
 * for (asked_ms), and at most as long as the time that has passed here
 * (took_ms).  The pattern visits all pages before it repeats one.  So the
 * number of dirty pages is the number of stores, up to all pages.  The
 * payload's own pages (counters and stacks, `own` in the account) may be added,
 * once each time that QEMU collects dirty pages.
 *
 * Stores that a vCPU was forgiven, because it could not keep up with its rate,
 * count as late too.
 *
 * A vCPU without a rate has dirtied at least as many pages as in its slowest
 * second, because a measurement of more than two seconds contains a whole
 * second.
 */
#ifndef VMM_BOUNDS_H
#define VMM_BOUNDS_H

#include "vmm/account.h"

struct measurement {
	u64 asked_ms, took_ms;
	u64 collections; /* most times that QEMU collects dirty pages in it */
};

struct pages {
	u64 least, most;
};

/*
 * The bounds for vCPU @vcpu.  Its seconds in the account since
 * account_restart() must contain the measurement.  Skips the case if the
 * machine is too busy for this rate: the vCPU was behind by more stores than
 * the measurement has.
 */
struct pages bounds_vcpu(const struct command *c, const struct account *a,
			 u32 vcpu, const struct measurement *w);

/* The bounds for all vCPUs together. */
struct pages bounds_all(const struct command *c, const struct account *a,
			const struct measurement *w);

/* The bounds in MiB/s.  QEMU rounds down twice, and so does this function. */
struct pages bounds_mib_s(const struct pages *pages,
			  const struct measurement *w);

#endif
