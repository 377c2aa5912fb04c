/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A dirty rate: how many pages one window dirtied, per slot and per vCPU.  One
 * comes from what the collector reported, one from the truth, and they must be
 * equal, page for page.  A log does not say who wrote; there a vCPU's pages are
 * those of the range that its grant makes its own.
 */
#ifndef HOST_RATE_METER_H
#define HOST_RATE_METER_H

#include "host/machine/machine.h"
#include "host/rate/window.h"

struct meter {
	u64 slot[MACHINE_MAX_SLOTS]; /* pages that are dirty, each once */
	u64 vcpu[ABI_MAX_VCPUS];
	u64 total;
	u64 entries; /* of rings, where a page may have several */
};

/* Of the window's harvest, and of the stores that were queued for it. */
void meter_read(struct run *r, const struct window *w, struct meter *got);
void meter_truth(struct run *r, const struct window *w, struct meter *truth);

/*
 * Ends the case with a failure unless both count the same pages in each slot
 * and for each vCPU; and, of a ring, unless each vCPU's entries name exactly the
 * pages that this vCPU stored to.
 */
void meter_judge(struct run *r, const struct meter *got,
		 const struct meter *truth);

/* Pages per second over the window's true length, and the same in MiB. */
double meter_rate(const struct window *w, u64 pages);
double meter_mib(const struct run *r, double pages_per_s);

#endif
