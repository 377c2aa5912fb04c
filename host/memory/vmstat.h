/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many pages this machine has moved, of all processes, by the kernel's
 * counters. Every user may read them.
 */
#ifndef HOST_MEMORY_VMSTAT_H
#define HOST_MEMORY_VMSTAT_H

#include "lib/types.h"

struct vmstat {
	u64 count[8];
};

/* All 0 where there is no /proc. */
struct vmstat vmstat_read(void);

/*
 * The counters that have grown since @before, as "pgmigrate_success +12,
 * pswpout +3"; "" if none has. The text is in static storage.
 */
const char *vmstat_grown(const struct vmstat *before);

#endif
