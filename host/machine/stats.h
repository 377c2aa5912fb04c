/* SPDX-License-Identifier: GPL-2.0-only */
/* What KVM counts about a VM or a vCPU (api.rst 4.133, KVM_GET_STATS_FD). */
#ifndef HOST_MACHINE_STATS_H
#define HOST_MACHINE_STATS_H

#include "lib/types.h"

struct machine;

/*
 * The VM's statistic @name, such as "pages_2m". Skips the case if KVM has none
 * of that name.
 */
u64 stats_vm(struct machine *m, const char *name);

/* A statistic that can be read while the vCPU runs. */
struct stats_one {
	int fd;
	u64 offset;
};

/*
 * The statistic @name of the idle vCPU.  False: this KVM has none of that name.  Each has a
 * file descriptor, for the life of the case.
 */
bool stats_vcpu(struct machine *m, u32 vcpu, const char *name, struct stats_one *one);
u64 stats_now(const struct stats_one *one);

/*
 * Wait until the statistic is @value. It is a failure if that takes longer than
 * a vCPU may take without progress.
 */
void stats_wait(struct machine *m, const char *name, u64 value);

#endif
