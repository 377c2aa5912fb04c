// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a quota of CPU time is worth in CPUs, as both versions of cgroups write it
 * down: the least of all groups from a process's own up to the root, as far as they
 * can be seen.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/machine/cpus.h"
#include "selftest/unit/unit.h"

static char base[] = "/tmp/cpus.XXXXXX";

/* What the file system of cgroups has. */
static const struct {
	const char *path, *text;
} files[] = {
	{ "half/cpu.max", "50000 100000\n" },
	{ "one/cpu.max", "100000 100000\n" },
	{ "more/cpu.max", "100001 100000\n" },
	{ "all/cpu.max", "max 100000\n" },
	{ "all/three/cpu.max", "300000 100000\n" },
	{ "two/cpu.max", "200000 100000\n" },
	{ "two/all/cpu.max", "max 100000\n" },
	{ "two/all/eight/cpu.max", "800000 100000\n" },
	{ "two/one/cpu.max", "100000 100000\n" },
	{ "cpu/cpu.cfs_quota_us", "-1\n" },
	{ "cpu/cpu.cfs_period_us", "100000\n" },
	{ "cpu/a/cpu.cfs_quota_us", "250000\n" },
	{ "cpu/a/cpu.cfs_period_us", "100000\n" },
};

static const struct {
	const char *name, *groups; /* of the process */
	u32 cpus;
} rows[] = {
	{ "none", "0::/\n", 0 },
	{ "half-is-one", "0::/half\n", 1 },
	{ "one", "0::/one\n", 1 },
	{ "a-little-more-is-two", "0::/more\n", 2 },
	{ "max-is-none", "0::/all\n", 0 },
	{ "below-max", "0::/all/three\n", 3 },
	{ "least-is-far-above", "0::/two/all/eight\n", 2 },
	{ "least-is-its-own", "0::/two/one\n", 1 },
	/* names of the host's, which a container does not see */
	{ "unseen", "0::/docker/0123\n", 0 },
	{ "unseen-below-two", "0::/two/docker/0123\n", 2 },
	{ "version-1", "5:cpuset:/a\n4:cpu,cpuacct:/a\n0::/\n", 3 },
	{ "version-1-second-name", "4:cpuacct,cpu:/a\n", 3 },
	{ "version-1-root", "4:cpu:/\n", 0 },
	{ "both-versions", "4:cpu,cpuacct:/a\n0::/half\n", 1 },
	{ "other-controllers", "4:cpuacct:/a\n3:cpuset:/a\n1:name=cpu:/a\n", 0 },
	{ "empty", "", 0 },
	{ "nonsense", "nonsense\n:\n::\n", 0 },
};

static bool write_file(const char *path, const char *text)
{
	char full[256];
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s", base, path);
	for (char *at = full + strlen(base) + 1; (at = strchr(at, '/')); at++) {
		*at = 0;
		mkdir(full, 0700);
		*at = '/';
	}
	f = fopen(full, "w");
	return f && fputs(text, f) >= 0 && !fclose(f);
}

/* Without CONFIG_SCHEDSTATS the kernel may have no such file, or writes 0 there. */
static bool kernel_counts(void)
{
	FILE *f = fopen("/proc/self/schedstat", "r");
	long ran = 0;
	bool counts = f && fscanf(f, "%ld", &ran) == 1 && ran;

	if (f)
		fclose(f);
	return counts;
}

/*
 * Two processes share one CPU: each waits while the other one runs.  True where the kernel
 * does not count, too.
 */
static bool one_starves(void)
{
	cpu_set_t before, one;
	u64 at_first;
	pid_t busy;

	if (!kernel_counts())
		return true;
	if (sched_getaffinity(0, sizeof(before), &before))
		return false;
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		return false;
	busy = fork();
	if (!busy) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			;
	}
	if (busy < 0)
		return false;
	at_first = cpus_starved_ns(busy);
	while (cpus_starved_ns(busy) <= at_first)
		;
	kill(busy, SIGKILL);
	waitpid(busy, NULL, 0);
	return !sched_setaffinity(0, sizeof(before), &before) && !cpus_starved_ns(busy);
}

int main(void)
{
	char path[256], mounts[256];
	struct cpus c = cpus_count();

	unit_begin("cpus");
	if (!mkdtemp(base))
		return 2;
	snprintf(mounts, sizeof(mounts), "%s/fs", base);
	for (u32 i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), "fs/%s", files[i].path);
		if (!write_file(path, files[i].text))
			return 2;
	}
	for (u32 i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!write_file("groups", rows[i].groups))
			return 2;
		snprintf(path, sizeof(path), "%s/groups", base);
		check(cpus_quota(path, mounts) == rows[i].cpus, rows[i].name);
	}
	check(!cpus_quota("/nix", "/nix"), "no-such-file");
	check(c.usable >= 1 && c.usable <= c.allowed && c.usable <= c.online,
	      "of-this-process");
	check(one_starves(), "waits-for-a-cpu");
	snprintf(path, sizeof(path), "rm -r %s", base);
	return system(path) ? 2 : unit_end();
}
