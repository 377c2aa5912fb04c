// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine/files.h"

#include <sys/resource.h>
#include <unistd.h>

#include "host/memory/unmapped.h"
#include "verdict/verdict.h"

/*
 * A VM and its statistics are two files, and so is each vCPU. Each slot has a
 * file of its memory or an io_uring that pins it. Each CPU has an event
 * (host/memory/unmapped.h). Six more are open for a moment: /dev/kvm, the
 * payload, a parameter.
 *
 * The files that the program had open before depend on what runs beside the
 * case. So at least the usual number is assumed, and a skip does not come and
 * go.
 */
static u64 files_of(u32 nr_vcpus, u32 nr_slots)
{
	int lowest = dup(STDERR_FILENO);

	close(lowest);
	return (lowest < 12 ? 12 : lowest) + 2 * (1 + nr_vcpus) + nr_slots +
	       unmapped_nr_events() + 6;
}

void files_raise(u32 nr_vcpus, u32 nr_slots)
{
	u64 needed = files_of(nr_vcpus, nr_slots);
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= needed)
		return;
	limit.rlim_cur = limit.rlim_max < needed ? limit.rlim_max : needed;
	if (limit.rlim_cur < needed || setrlimit(RLIMIT_NOFILE, &limit))
		verdict_skip("it needs %lu open files, RLIMIT_NOFILE is %lu",
			     needed, limit.rlim_max);
}
