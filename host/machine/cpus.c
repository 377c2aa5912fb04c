// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine/cpus.h"

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static u32 allowed(void)
{
	size_t bytes = CPU_ALLOC_SIZE(CPUS_MOST);
	cpu_set_t *set = CPU_ALLOC(CPUS_MOST);
	u32 nr = 0;

	if (set && !sched_getaffinity(0, bytes, set))
		nr = CPU_COUNT_S(bytes, set);
	CPU_FREE(set);
	return nr;
}

/*
 * Read up to two numbers from the file, and return how many there were; "max"
 * is no number.
 */
static int read_numbers(const char *folder, const char *name, long *a, long *b)
{
	char path[4096 + 32];
	int nr = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "r");
	if (!f)
		return 0;
	nr = fscanf(f, "%ld %ld", a, b);
	fclose(f);
	return nr;
}

static u32 quota_of(const char *folder)
{
	long quota = 0, period = 0, none;

	if (read_numbers(folder, "cpu.max", &quota, &period) != 2 &&
	    (read_numbers(folder, "cpu.cfs_quota_us", &quota, &none) < 1 ||
	     read_numbers(folder, "cpu.cfs_period_us", &period, &none) < 1))
		return 0;
	return quota > 0 && period > 0 ? (quota + period - 1) / period : 0;
}

static u32 least(u32 a, u32 b)
{
	return !a || (b && b < a) ? b : a;
}

/*
 * The least quota of a group and of the groups above it. A container sees only
 * some of these.
 */
static u32 quota_up(const char *mount, const char *group)
{
	char folder[4096];
	size_t root = strlen(mount);
	u32 quota = 0;

	snprintf(folder, sizeof(folder), "%s%s", mount, group);
	do {
		quota = least(quota, quota_of(folder));
		*(strrchr(folder, '/') ?: folder) = 0;
	} while (strlen(folder) >= root);
	return quota;
}

/* True if "cpu" is in @controllers, a list with commas. */
static bool has_cpu(char *controllers)
{
	char *save;

	for (char *c = strtok_r(controllers, ",", &save); c;
	     c = strtok_r(NULL, ",", &save))
		if (!strcmp(c, "cpu"))
			return true;
	return false;
}

u32 cpus_quota(const char *cgroups, const char *mounts)
{
	char line[4096], mount[4096];
	FILE *f = fopen(cgroups, "r");
	u32 quota = 0;

	/* "4:cpu,cpuacct:/a/group", and of version 2 "0::/a/group" */
	while (f && fgets(line, sizeof(line), f)) {
		char *controllers = strchr(line, ':');
		char *group = controllers ? strchr(controllers + 1, ':') : NULL;

		if (!group)
			continue;
		*group++ = 0;
		group[strcspn(group, "\n")] = 0;
		if (!*++controllers) {
			quota = least(quota, quota_up(mounts, group));
			continue;
		}
		/*
		 * The hierarchy is mounted under all its names, with a link for
		 * each name, or as "cpu".
		 */
		snprintf(mount, sizeof(mount), "%.256s/cpu", mounts);
		if (has_cpu(controllers))
			quota = least(quota, quota_up(mount, group));
	}
	if (f)
		fclose(f);
	return quota;
}

struct cpus cpus_count(void)
{
	struct cpus c = {
		.online = sysconf(_SC_NPROCESSORS_ONLN),
		.allowed = allowed(),
		.quota = cpus_quota("/proc/self/cgroup", "/sys/fs/cgroup"),
	};

	c.usable = least(least(c.online, c.allowed), c.quota);
	return c;
}

u64 cpus_starved_ns(int tid)
{
	char folder[32];
	long ran, waited;

	snprintf(folder, sizeof(folder), "/proc/%d", tid);
	return read_numbers(folder, "schedstat", &ran, &waited) == 2 ? waited : 0;
}
