/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Known findings: failures that a host's KVM is known to have, each written up
 * in docs/findings.md.  A table of tab-separated columns, '-' for "any":
 *
 *	test/case	collector	backing	backend	kernels	finding	title
 *
 * The first four are globs, with "?(-x)" for an optional part and "@(x|y)" for a
 * choice.  After the backend's name may come, with commas in between, facts that
 * must all hold of it: "two-stage" or "shadow", "page_size=16384", or one of its
 * parameters, such as "npt=Y"; each a glob too.  "lost=0" holds if the case missed no
 * page: a finding that only reports too much must not excuse one that does.  The backend of the tests of QEMU is
 * the accelerator, and its fact is "qemu=7.2.22".  kernels is "6.12", a release
 * and all its updates, or "6.1-6.12", both ends included.  Lines that begin with
 * '#' are comments.
 */
#ifndef VERDICT_KNOWN_H
#define VERDICT_KNOWN_H

#include "lib/types.h"

struct known {
	char finding[16];
	char title[120];
};

/* What rows are compared with. */
struct known_facts {
	const char *kernel;  /* uname -r */
	const char *backend; /* its name */
	const char *more;    /* of the backend, with blanks in between; "": nothing */
	bool lost; /* the case missed a page */
};

/* False, and one line on stderr, if the file cannot be read or parsed. */
bool known_load(const char *path);

/* The finding of the first row that matches, NULL if none does. */
const struct known *known_find(const char *test, const char *test_case,
			       const char *collector, const char *backing,
			       const struct known_facts *facts);

/* True if @release ("6.12.117+deb12-amd64") lies in @range; for unit tests. */
bool known_kernel_matches(const char *range, const char *release);

#endif
