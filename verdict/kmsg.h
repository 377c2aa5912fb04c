/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel log, where it can be read. A warning while a case runs is a
 * failure of that case. A host runs other programs, too, perhaps another gate;
 * so on a host only those warnings count that a thread of the case ran into.
 */
#ifndef VERDICT_KMSG_H
#define VERDICT_KMSG_H

#include "lib/types.h"

/* Start reading at the end of the log. False if the log cannot be read. */
bool kmsg_open(void);

/*
 * Let each WARN_ONCE() fire again. For machines that run nothing but the gate.
 */
void kmsg_rearm(void);

/*
 * The thread that a line of the log names, 0 if none. The line is "WARNING:
 * CPU: 1 PID: 4711 at ..." or, from newer kernels, "WARNING: ... at ..., CPU#1:
 * name/4711".
 */
int kmsg_thread(const char *text);

struct kmsg_splat {
	char line[256];
	int tid;   /* the thread that ran into it, 0 if the log does not say */
	bool oops; /* that thread has died of it */
	bool aside; /* does not count: timers or the scheduler warned on an idle CPU */
};

/* Read one line of the log. False if it does not tell of a splat. */
bool kmsg_read_splat(const char *text, struct kmsg_splat *splat);

/* The next splat in the log. False at the end of the log. */
bool kmsg_next_splat(struct kmsg_splat *splat);

#endif
