/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A dirty rate: how many pages one window dirtied, per slot and per vCPU. It is
 * measured from what the collector reported, and known from the truth; both
 * must agree, page for page. A log does not say who wrote: there, a vCPU's
 * pages are the pages of its grant.
 */
#ifndef HOST_RATE_METER_H
#define HOST_RATE_METER_H

#include "host/machine/machine.h"
#include "host/rate/window.h"

struct meter {
	u64 slot[MACHINE_MAX_SLOTS]; /* dirty pages */
	u64 vcpu[ABI_MAX_VCPUS];
	u64 total;
	u64 entries; /* ring entries; a page may have several */
};

/*
 * Count the window's harvest, and the stores that were queued for the window.
 */
void meter_read(struct run *r, const struct window *w, struct meter *got);
void meter_truth(struct run *r, const struct window *w, struct meter *truth);

/*
 * End the case with a failure unless both counts agree for each slot and each
 * vCPU; and, with rings, unless each vCPU's entries name exactly the pages that
 * this vCPU stored to.
 */
void meter_judge(struct run *r, const struct meter *got,
		 const struct meter *truth);

/* Pages per second over the window's true length, and the same in MiB. */
double meter_rate(const struct window *w, u64 pages);
double meter_mib(const struct run *r, double pages_per_s);

#endif
