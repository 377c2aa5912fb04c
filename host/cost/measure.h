/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a step costs, as notes that run/Cost.pm reads.  The smallest use:
 *
 *	struct measure m = measure_of(r, 64, "pages");
 *
 *	while (measure_more(&m)) {
 *		... make ready ...
 *		measure_start(&m);
 *		... the step ...
 *		measure_stop(&m);
 *	}
 *	measure_note(&m);
 *
 * The unit is a tick of the processor's counter (arch_ticks()).  Where an emulator counts
 * instructions, so does that counter, and what is waited for counts, too.
 */
#ifndef HOST_COST_MEASURE_H
#define HOST_COST_MEASURE_H

#include "lib/types.h"

/* So often a step is measured, and once before that counts for nothing: caches and tables
 * are filled. */
#define MEASURE_TIMES 7

struct run;

struct measure {
	const struct run *r;
	u64 x;		  /* the step is about so many ... */
	const char *what; /* ... of these: pages, calls, ... */
	u32 times; /* how often it was done */
	bool by_vcpus;	  /* measure_by_vcpus() */
	u64 begun;
	u64 took[MEASURE_TIMES];
};

/*
 * Begin to measure a step that is about @x of @what.  On a machine that is the gate's alone
 * the calling thread and the vCPUs' threads run before all others from now on.
 */
struct measure measure_of(const struct run *r, u64 x, const char *what);

/* The step is the vCPUs': what they spend in KVM_RUN counts, and nothing else. */
void measure_by_vcpus(struct measure *m);

/* True as often as a step is to be measured. */
bool measure_more(struct measure *m);

void measure_start(struct measure *m);
void measure_stop(struct measure *m);

/* Leave the note: what it took at least, half of the times at most, and at most. */
void measure_note(struct measure *m);

#endif
