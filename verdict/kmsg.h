/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel log, where it can be read: a warning while a case runs is a
 * failure of that case.  A host runs other things too, another gate perhaps,
 * so there only a warning that one of the case's own threads ran into counts.
 */
#ifndef VERDICT_KMSG_H
#define VERDICT_KMSG_H

#include "lib/types.h"

/* From the log's end on; false if it cannot be read. */
bool kmsg_open(void);

/* Let WARN_ONCE fire again, on a machine of our own. */
void kmsg_rearm(void);

/*
 * The thread that a line names, 0 if none: "WARNING: CPU: 1 PID: 4711 at ..." or,
 * as newer kernels have it, "WARNING: ... at ..., CPU#1: name/4711".
 */
int kmsg_thread(const char *text);

struct kmsg_splat {
	char line[256];
	int tid;   /* the thread that ran into it, 0 if the log does not say */
	bool oops; /* ... and it does not live any more */
};

/* What one line of the log tells; false: not of a splat. */
bool kmsg_read_splat(const char *text, struct kmsg_splat *splat);

/* The next splat that the log tells of; false at the end of the log. */
bool kmsg_next_splat(struct kmsg_splat *splat);

#endif
