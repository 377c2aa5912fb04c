// SPDX-License-Identifier: GPL-2.0-only
#include "host/memory/thp.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "lib/types.h"

/*
 * One huge page may be missing by chance; several in a row are not to be had.
 */
#define TRIES 4

static char reason[160];

/*
 * The bytes of the area at @at that are in huge pages, from /proc/self/smaps;
 * -1: unknown.
 */
static long huge_bytes(const void *at)
{
	char line[512];
	bool here = false;
	long kib = -1;
	FILE *f = fopen("/proc/self/smaps", "r");

	while (f && kib < 0 && fgets(line, sizeof(line), f)) {
		unsigned long from, to;

		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			here = from <= (uintptr_t)at && (uintptr_t)at < to;
		else if (here)
			sscanf(line, "AnonHugePages: %ld kB", &kib);
	}
	if (f)
		fclose(f);
	return kib < 0 ? -1 : kib * 1024;
}

/* Why there was no huge page, as far as the system says so. */
static const char *denied(void)
{
	char word[64] = "";
	FILE *f = fopen(THP_ENABLED, "r");

	if (f && !fgets(word, sizeof(word), f))
		*word = 0;
	if (f)
		fclose(f);
	if (prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) > 0)
		return "PR_SET_THP_DISABLE is set for this process";
	if (strstr(word, "[never]"))
		return THP_ENABLED " is never";
	return "the kernel gave small pages where huge ones were asked for";
}

static const char *probe(void)
{
	/* What a table of the host's maps: a page of 8-byte entries. */
	u64 page_size = getpagesize();
	u64 huge = page_size / 8 * page_size;
	u64 bytes = (TRIES + 1) * huge;
	const char *why = NULL;
	long got = 0;
	u8 *start, *at;

	start = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (start == MAP_FAILED) {
		snprintf(reason, sizeof(reason), "mmap: %s", strerror(errno));
		return reason;
	}
	at = (u8 *)(((uintptr_t)start + huge - 1) & ~(uintptr_t)(huge - 1));
	if (madvise(at, TRIES * huge, MADV_HUGEPAGE))
		why = errno == EINVAL ? "this kernel has no transparent huge pages" :
					denied();
	for (u32 i = 0; !why && !got && i < TRIES; i++) {
		*(volatile u8 *)(at + i * huge) = 1;
		got = huge_bytes(at);
		if (got < 0)
			why = "/proc/self/smaps does not say whether memory is huge";
	}
	if (!why && !got)
		why = denied();
	munmap(start, bytes);
	return why;
}

const char *thp_missing(void)
{
	static const char *why;
	static bool known;

	if (!known)
		why = probe();
	known = true;
	return why;
}
