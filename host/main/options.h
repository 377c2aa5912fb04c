/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of a test program. */
#ifndef HOST_MAIN_OPTIONS_H
#define HOST_MAIN_OPTIONS_H

#include "lib/types.h"

struct options {
	const char *program;
	const char *test_case; /* globs */
	const char *collector;
	const char *backing; /* NULL: those that the case lists */
	u64 seed;
	u32 timeout_scale;
	bool nested; /* only cases with a nested guest */
	u32 cpus; /* only cases that want so many CPUs; 0: all */
	const char *chosen; /* a table of cases: the only ones to run, in its
			     * order; NULL: all */
	bool others; /* run all but those of the table */
	u32 parallel; /* cases at a time; 0: one per CPU */
	const char *known; /* table of known findings, or NULL */
	bool known_is_expected;
	const char *fault; /* injected, or NULL */
	bool list;
	bool own_machine; /* nothing but the gate runs here: any splat counts */
	bool no_drills; /* without the cases that check the gate itself */
	const char *steps; /* the one sequence to run, or NULL */
	u32 soak_s; /* draw sequences for so many seconds, all cases
		     * together; 0: no soak */
	const char *emulators; /* splats with this text are the emulator's
			        * fault */
};

/* Exits with 2 and one line on bad usage, with 0 after -h and -V. */
struct options options_parse(int argc, char **argv);

#endif
