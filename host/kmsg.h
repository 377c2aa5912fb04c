/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel log, where it can be read: a warning while a case runs is a
 * failure of that case.  A host runs other things too, another gate perhaps,
 * so there only a warning that one of the case's own threads ran into counts.
 */
#ifndef HOST_KMSG_H
#define HOST_KMSG_H

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

/*
 * The next line of the log that tells of a splat, and the thread that ran into
 * it, 0 if the line does not say; false at the end of the log.
 */
bool kmsg_next_splat(char *line, u32 bytes, int *tid);

#endif
