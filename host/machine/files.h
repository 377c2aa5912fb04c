/* SPDX-License-Identifier: GPL-2.0-only */
/* The number of files that this process may have open. */
#ifndef HOST_MACHINE_FILES_H
#define HOST_MACHINE_FILES_H

#include "lib/types.h"

/*
 * Raise RLIMIT_NOFILE, as far as we may, to what a machine with @nr_vcpus vCPUs and
 * @nr_slots slots opens besides the files that are open now; skip the case where
 * that is not enough.
 */
void files_raise(u32 nr_vcpus, u32 nr_slots);

#endif
