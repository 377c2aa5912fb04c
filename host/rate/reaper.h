/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A thread that harvests the dirty rings while vCPUs run, into the round, beside
 * the harvests that ring-full exits make.  A VMM's would do so by the clock; this
 * one does so when it is told, and whoever tells it does not wait.
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

/* Only under a collector with a ring. */
void reaper_start(struct reaper *p, struct run *r);

/* Harvest all rings once more, soon. */
void reaper_wake(struct reaper *p);

/* Wait until all that was asked for is done. */
void reaper_settle(struct reaper *p);

/* The same, and end the thread. */
void reaper_stop(struct reaper *p);

#endif
