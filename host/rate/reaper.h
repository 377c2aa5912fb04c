/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A thread that harvests the dirty rings into the round while vCPUs run,
 * besides the harvests at ring-full exits. A VMM's reaper goes by the clock.
 * This one harvests when it is told, and the caller does not wait.
 */
#ifndef HOST_RATE_REAPER_H
#define HOST_RATE_REAPER_H

#include <pthread.h>

#include "lib/types.h"

struct run;

struct reaper {
	struct run *run;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	u32 asked, done;
	bool stop;
};

/* Start the thread. Only for collectors with a ring. */
void reaper_start(struct reaper *p, struct run *r);

/* Harvest all rings once more, soon. */
void reaper_wake(struct reaper *p);

/* Wait until all harvests that were asked for are done. */
void reaper_settle(struct reaper *p);

/* Do the same, and end the thread. */
void reaper_stop(struct reaper *p);

#endif
