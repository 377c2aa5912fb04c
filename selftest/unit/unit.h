/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a unit test needs: named checks, printed as KTAP.  A check says one
 * thing of the code; a loop over many inputs gathers its results in a bool and
 * calls note() for the first input that disagrees.
 */
#ifndef SELFTEST_UNIT_UNIT_H
#define SELFTEST_UNIT_UNIT_H

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "lib/types.h"

static const char *unit_name;
static u32 unit_nr_checks;
static u32 unit_nr_failed;

static inline void unit_begin(const char *name)
{
	unit_name = name;
	/* A sanitizer may end the process: keep what was printed before. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	/* These take a second; a loop that does not end is a failure, too. */
	alarm(60);
	puts("KTAP version 1");
}

static inline void check(bool ok, const char *name)
{
	unit_nr_checks++;
	if (!ok)
		unit_nr_failed++;
	printf("%s %u %s/%s\n", ok ? "ok" : "not ok", unit_nr_checks, unit_name,
	       name);
}

static inline void skip(const char *name, const char *why)
{
	unit_nr_checks++;
	printf("ok %u %s/%s # SKIP %s\n", unit_nr_checks, unit_name, name, why);
}

/* A line of evidence; returns false, to be gathered. */
static inline bool __attribute__((format(printf, 1, 2)))
note(const char *fmt, ...)
{
	va_list args;

	printf("# ");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	return false;
}

/* Ends main(): the plan comes last, when the number of checks is known. */
static inline int unit_end(void)
{
	printf("1..%u\n", unit_nr_checks);
	return unit_nr_failed != 0;
}

#endif
