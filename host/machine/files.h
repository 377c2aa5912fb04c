/* SPDX-License-Identifier: GPL-2.0-only */
/* The number of files that this process may have open. */
#ifndef HOST_MACHINE_FILES_H
#define HOST_MACHINE_FILES_H

#include "lib/types.h"

/*
 * Raise RLIMIT_NOFILE to what a machine with @nr_vcpus vCPUs and @nr_slots
 * slots opens, besides the files that are open now. Skips the case if the hard
 * limit is lower.
 */
void files_raise(u32 nr_vcpus, u32 nr_slots);

#endif
