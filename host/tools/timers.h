/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The timers of a machine that was restored.
 */
#ifndef HOST_TOOLS_TIMERS_H
#define HOST_TOOLS_TIMERS_H

/*
 * Make the kernel set the timer of each CPU anew. Returns 0, or -1 and errno
 * where this process cannot be moved to a CPU.
 */
int timers_wake(void);

#endif
