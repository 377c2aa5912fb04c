/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All that a test sees.  A test is one const object called `test` and a table
 * of cases; main() is in host/main/main.c and runs case x collector x backing, each
 * in a child process with a deadline.
 */
#ifndef HOST_TEST_H
#define HOST_TEST_H

#include "host/round/need.h"
#include "host/round/round_slot.h"
#include "host/round/run.h"
#include "host/round/start.h"
#include "lib/rng.h"

struct test {
	const char *name;
	const char *about;   /* one line */
	/* Which clauses of KVM's contract (docs/clauses.tsv) all cases check;
	 * tests/coverage.pl reads these, and a failure names them. */
	const char *clauses;
	const char *payload; /* NULL: dirtier */
	u32 collectors;	     /* 0: COLLECT_USUAL */
	u32 backings;	     /* 0: anonymous memory only */
	u32 needs;
	/* Those with a store that the payload's catalogue lacks, because it is
	 * another architecture's, are left out. */
	const struct test_case *cases;
	u32 nr_cases;
	/* Cases that depend on the payload's store table; instead of cases. */
	const struct test_case *(*make_cases)(const struct image *image,
					      u32 *nr_cases);
	void (*run)(struct run *r); /* NULL: run_stores_twice */
};

extern const struct test test;

#endif
