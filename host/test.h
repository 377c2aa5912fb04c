/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All that a test sees.  The smallest test, a file of its own in tests/:
 *
 *	#include "host/test.h"
 *
 *	static const struct test_case cases[] = {
 *		{ .name = "three",
 *		  .stores = { { .op = "store-64",
 *				.pattern = { .kind = PATTERN_RUN,
 *					     .count = 3 } } } },
 *	};
 *
 *	const struct test test = {
 *		.name = "mytest",
 *		.about = "three stores are three dirty pages",
 *		.clauses = "G2",
 *		.cases = cases,
 *		.nr_cases = ARRAY_LEN(cases),
 *	};
 *
 * `make new TEST=mytest` writes one with a body.  main() is in host/main/main.c and
 * runs case x collector x backing, each in a child process with a deadline.  The
 * columns of a case are in host/round/case.h, the verbs of a body in
 * host/round/round.h.
 */
#ifndef HOST_TEST_H
#define HOST_TEST_H

#include "host/round/cases.h"
#include "host/round/need.h"
#include "host/round/round_slot.h"
#include "host/round/run.h"
#include "host/round/start.h"
#include "lib/rng.h"

struct test {
	/* The name of its file without .c. */
	const char *name;
	/* One line for -h. */
	const char *about;
	/* Promises of KVM that all its cases check: ids of docs/clauses.tsv with
	 * blanks in between.  selftest/coverage.pl reads them, and a failure names
	 * them. */
	const char *clauses;
	/* A file of guest/ without .c.  Default: dirtier. */
	const char *payload;
	/* COLLECT_* bits.  Default: COLLECT_USUAL. */
	u32 collectors;
	/* BACKING_* bits.  Default: BACKING_ANON. */
	u32 backings;
	/* NEED_* bits.  Default: none. */
	u32 needs;
	/* Rows.  A row with a store that the payload lacks, because the store is
	 * another architecture's, is left out. */
	const struct test_case *cases;
	u32 nr_cases;
	/* In place of .cases: adds them (host/round/cases.h), perhaps by the payload's
	 * stores. */
	void (*add_cases)(const struct image *image);
	/* The body of all cases without one of their own.  Default:
	 * run_stores_twice(). */
	void (*run)(struct run *r);
};

extern const struct test test;

#endif
