/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel log, where it can be read: a warning while a case runs is a
 * failure of that case.  A host runs other things too, another gate perhaps:
 * there only a warning that one of the case's own threads ran into counts.  On a
 * machine that runs nothing but us (@ours) a splat of any kind does.
 */
#ifndef HOST_KMSG_H
#define HOST_KMSG_H

#include "host/verdict.h"

/* True if the log can be read. */
bool kmsg_open(bool ours);

/* Go to the end of the log, and let WARN_ONCE fire again where possible. */
void kmsg_mark(void);

/* The first line since the mark that tells of a splat of ours; false if none. */
bool kmsg_splat(const struct verdict_page *v, char *line, u32 bytes);

#endif
