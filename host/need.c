// SPDX-License-Identifier: GPL-2.0-only
#include "host/need.h"

#include <sys/resource.h>
#include <unistd.h>

#include "host/moved.h"
#include "host/test.h"

static const char *cpus2(const struct run *r)
{
	return r->backend->cpus.usable >= 2 ? NULL : "this process has one CPU";
}

static const char *tdp_mmu(const struct run *r)
{
	return r->backend->tdp_mmu ? NULL : "KVM does not use the TDP MMU here";
}

static const char *two_stage(const struct run *r)
{
	return r->backend->two_stage ?
		       NULL : "shadow paging maps no more at once than the guest does";
}

/* PVM hangs in the emulation of such an instruction. */
static const char *hypercalls(const struct run *r)
{
	return r->backend->software ?
		       "hypercalls are no processor's instruction here" : NULL;
}

static const char *smm(const struct run *r)
{
	return r->backend->address_spaces > 1 ?
		       NULL : "KVM has one address space: there is no SMM";
}

static const char *pml(const struct run *r)
{
	return r->backend->pml ? NULL : "the processor has no log buffer (PML) of its own here";
}

static const char *moves(const struct run *r)
{
	(void)r;
	return moved_seen() ? NULL : "moves of memory are not seen, see the head of these results";
}

static const struct {
	u32 bit;
	const char *(*missing)(const struct run *r);
} needs[] = {
	{ NEED_CPUS2, cpus2 },
	{ NEED_TDP_MMU, tdp_mmu },
	{ NEED_SMM, smm },
	{ NEED_TWO_STAGE, two_stage },
	{ NEED_HYPERCALLS, hypercalls },
	{ NEED_PML, pml },
	{ NEED_MOVES, moves },
};

void need_check(const struct run *r, u32 bits)
{
	for (u32 i = 0; i < ARRAY_LEN(needs); i++) {
		const char *why = NULL;

		if (bits & needs[i].bit)
			why = needs[i].missing(r);
		if (why)
			verdict_skip("%s", why);
	}
}

/*
 * A VM and its statistics, the same for each vCPU, for each slot a file of its memory
 * or an io_uring that pins it, for each CPU an event (host/moved.h), and a few that
 * are open for a moment only: /dev/kvm, the payload, a parameter.  Before them come
 * those of the program, which depend on what runs beside the case: as many as it
 * mostly has, so that a skip does not come and go.
 */
static u64 files_of(u32 nr_vcpus, u32 nr_slots)
{
	int lowest = dup(STDERR_FILENO);

	close(lowest);
	return (lowest < 12 ? 12 : lowest) + 2 * (1 + nr_vcpus) + nr_slots +
	       moved_nr_events() + 6;
}

void need_files(u32 nr_vcpus, u32 nr_slots)
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
