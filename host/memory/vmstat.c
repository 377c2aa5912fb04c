// SPDX-License-Identifier: GPL-2.0-only
#include "host/memory/vmstat.h"

#include <stdio.h>
#include <string.h>

/*
 * Fields of /proc/vmstat. A migration that failed has unmapped its page, too.
 */
static const char *const names[] = {
	"pgmigrate_success", "pgmigrate_fail",	 "numa_pte_updates",
	"numa_pages_migrated", "thp_collapse_alloc", "pswpout",
	"cow_ksm", "zswpout",
};

struct vmstat vmstat_read(void)
{
	struct vmstat v = {};
	char name[64];
	u64 count;
	FILE *f = fopen("/proc/vmstat", "re");

	while (f && fscanf(f, "%63s %lu", name, &count) == 2)
		for (u32 i = 0; i < ARRAY_LEN(names); i++)
			if (!strcmp(name, names[i]))
				v.count[i] = count;
	if (f)
		fclose(f);
	return v;
}

const char *vmstat_grown(const struct vmstat *before)
{
	struct vmstat now = vmstat_read();
	static char words[200];
	u32 at = 0;

	_Static_assert(ARRAY_LEN(names) <= ARRAY_LEN(now.count),
		       "a counter has no place");
	words[0] = 0;
	for (u32 i = 0; i < ARRAY_LEN(names); i++)
		if (now.count[i] > before->count[i] && at < sizeof(words))
			at += snprintf(words + at, sizeof(words) - at,
				       "%s%s +%lu", at ? ", " : "", names[i],
				       now.count[i] - before->count[i]);
	return words;
}
