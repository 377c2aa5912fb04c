/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many CPUs this process has, which is what cases beside a running vCPU go by:
 * not those that the machine has, but those that it may run on, and those that a
 * quota of CPU time is worth.  Promises no share of them: others may run there, too.
 */
#ifndef HOST_MACHINE_CPUS_H
#define HOST_MACHINE_CPUS_H

#include "lib/types.h"

struct cpus {
	u32 online;
	u32 allowed; /* by sched_getaffinity(2): taskset, cpusets */
	u32 quota;   /* of the cgroup and those above it, rounded up; 0: none */
	u32 usable;  /* the least of these, at least 1 */
};

struct cpus cpus_count(void);

/*
 * The quota of a process whose /proc/self/cgroup is the file @cgroups, where the
 * hierarchies are mounted in the folder @mounts: cpu.max of version 2,
 * cpu.cfs_quota_us of version 1.  In CPUs, rounded up; 0: none, or none that can be
 * read.
 */
u32 cpus_quota(const char *cgroups, const char *mounts);

#endif
