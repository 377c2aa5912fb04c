// SPDX-License-Identifier: GPL-2.0-only
#include "verdict/report.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static u32 nr_total, nr_bad, nr_skipped;
static u64 nr_moved, nr_excused;
static const char *watched;

bool report_is_lost(void)
{
	return fflush(stdout) || ferror(stdout);
}

static void at_exit(void)
{
	if (!report_is_lost())
		return;
	fprintf(stderr, "%s: cannot write to standard output\n", watched);
	_exit(2);
}

void report_watch(const char *program)
{
	watched = program;
	signal(SIGPIPE, SIG_IGN);
	atexit(at_exit);
}

void report_begin(void)
{
	puts("KTAP version 1");
}

void report_plan(u32 nr_cases)
{
	printf("1..%u\n", nr_cases);
	fflush(stdout);
}

int report_nothing(const char *why)
{
	report_begin();
	printf("1..0 # SKIP %s\n", why);
	return 4;
}

void report_fact(const char *key, const char *fmt, ...)
{
	va_list args;

	printf("# %s: ", key);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

void report_moved(const char *grown)
{
	if (*grown || nr_moved)
		report_fact("memory moved meanwhile",
			    "%s; of the tests' own %lu pages, and %lu reports are excused in all",
			    *grown ? grown : "no page of the host's", nr_moved,
			    nr_excused);
}

void report_notes(const struct verdict_page *v)
{
	const char *at = v->notes;

	while (*at) {
		int n = strcspn(at, "\n");

		printf("# %.*s\n", n, at);
		at += n + (at[n] == '\n');
	}
}

void report_case(u32 number, const char *name, const struct verdict_page *v,
		 const struct known *known, bool expected, const char *replay)
{
	bool failed = v->kind == VERDICT_FAIL, passed = v->kind == VERDICT_PASS;
	/* Only a verdict on KVM can be known: never an error, nor a hang. */
	bool excused = known && expected && failed;
	bool bad = !passed && v->kind != VERDICT_SKIP && !excused;

	nr_total++;
	nr_skipped += v->kind == VERDICT_SKIP;
	nr_moved += v->nr_moved;
	nr_excused += v->nr_excused;
	nr_bad += bad;
	if (failed)
		printf("# %s\n", v->reason);
	report_notes(v);
	printf("# duration: %lu ms\n", v->took_ms);
	if (known && failed)
		printf("# known finding %s: %s\n", known->finding,
		       known->title);
	if (bad || excused)
		printf("# replay: %s\n", replay);
	printf("%s %u %s", bad ? "not ok" : "ok", number, name);
	if (v->kind == VERDICT_SKIP)
		printf(" # SKIP %s", v->reason);
	else if (v->kind == VERDICT_TIMEOUT)
		printf(" # TIMEOUT %s", v->reason);
	else if (v->kind == VERDICT_ERROR)
		printf(" # ERROR %s", v->reason);
	else if (known && expected && (failed || passed))
		printf(" # %s %s: %s", failed ? "XFAIL" : "XPASS", known->finding,
		       known->title);
	putchar('\n');
	fflush(stdout);
}

int report_exit_code(void)
{
	if (nr_bad)
		return 1;
	return nr_total && nr_skipped == nr_total ? 4 : 0;
}
