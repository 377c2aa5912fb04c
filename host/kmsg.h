/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel log, where it can be read: a warning while a case runs is a
 * failure of that case.  On a host only lines that name KVM count, as other
 * things run there too; a splat of any kind counts where @ours is set, on a
 * machine that runs nothing but us.
 */
#ifndef HOST_KMSG_H
#define HOST_KMSG_H

#include "lib/types.h"

/* True if the log can be read. */
bool kmsg_open(bool ours);

/* Go to the end of the log, and let WARN_ONCE fire again where possible. */
void kmsg_mark(void);

/* The first line since the mark that tells of a splat; false if none. */
bool kmsg_splat(char *line, u32 bytes);

#endif
