// SPDX-License-Identifier: GPL-2.0-only
#include "host/need.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/compat.h"
#include "host/test.h"

static const char *cpus2(const struct run *r)
{
	return r->backend->nr_cpus >= 2 ? NULL : "this host has one CPU";
}

static const char *clear_cap(const struct run *r)
{
	return r->backend->manual_flags ?
		       NULL :
		       "KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 is 0";
}

static const struct {
	u32 bit;
	const char *(*missing)(const struct run *r);
} needs[] = {
	{ NEED_CPUS2, cpus2 },
	{ NEED_CLEAR_CAP, clear_cap },
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

/* In a child: execute the store once; the exit code says what became of it. */
static void try_store(const struct run *outer, const char *op)
{
	struct test_case c = { .start = START_UNLOGGED, .pages = 4 };
	struct run r = *outer;

	r.c = &c;
	/* No ring, so that no full exit can come into it. */
	r.collector = &collectors[0];
	start_reach(&r);
	round_queue(&r, (struct stores){ .op = op, .pattern.count = 1,
					 .pattern.first = 1 });
	round_go(&r);
	machine_wait(r.machine, NULL, NULL);
	verdict_pass();
}

void need_store(const struct run *r, const char *op)
{
	struct verdict_page *ours = verdict_page;
	struct verdict_page *theirs;
	int status;
	pid_t pid;

	theirs = mmap(NULL, sizeof(*theirs), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (theirs == MAP_FAILED)
		verdict_error("mmap of a verdict page");
	pid = fork();
	if (!pid) {
		verdict_page = theirs;
		try_store(r, op);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		verdict_error("fork");
	verdict_page = ours;
	/* An instruction that the host lacks is an error of the guest's. */
	if (theirs->kind == VERDICT_ERROR)
		verdict_skip("host cannot execute %s: %s", op, theirs->reason);
	munmap(theirs, sizeof(*theirs));
}
