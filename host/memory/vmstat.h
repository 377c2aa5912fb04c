/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much this machine has moved its memory about, of all processes: the kernel's
 * own counters, which everybody may read.
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
 * What has grown since @before, as "pgmigrate_success +12, pswpout +3"; "" if nothing
 * has.  Static storage.
 */
const char *vmstat_grown(const struct vmstat *before);

#endif
