/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many CPUs this process has: neither more than it may run on, nor more
 * than its quota of CPU time is worth. Cases that need a CPU beside a running
 * vCPU go by this. Other processes may use these CPUs, too.
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

/* A machine can have more CPUs than a cpu_set_t has room for: CPU_ALLOC() this many. */
#define CPUS_MOST 65536

/*
 * The CPU quota of a process in CPUs, rounded up; 0: there is none, or it
 * cannot be read. @cgroups is the process's /proc/self/cgroup, @mounts the
 * folder where cgroup hierarchies are mounted. Reads cpu.max (version 2) or
 * cpu.cfs_quota_us (version 1).
 */
u32 cpus_quota(const char *cgroups, const char *mounts);

/*
 * How long a thread on this host has waited for a CPU since it began, in nanoseconds
 * (Documentation/scheduler/sched-stats.rst), without the wait that is under way. 0: it is gone,
 * or the kernel does not count.
 */
u64 cpus_starved_ns(int tid);

#endif
