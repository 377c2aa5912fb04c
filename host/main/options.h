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
	u32 cpus; /* only cases that this many CPUs suit; 0: all */
	u32 parallel; /* cases at a time; 0: one per CPU */
	const char *known; /* table of known findings, or NULL */
	bool known_is_todo;
	const char *fault; /* injected, or NULL */
	bool list;
	bool own_machine; /* nothing but us runs here: judge the whole log */
	bool no_drills; /* without the cases that check the gate itself */
	const char *steps; /* the one sequence to run, or NULL */
	u32 soak_s; /* each case that draws sequences takes so long; 0: not */
	const char *emulators; /* a splat with this text is no fault of KVM */
};

/* Exits with 2 and one line on bad usage, with 0 after -h and -V. */
struct options options_parse(int argc, char **argv);

#endif
