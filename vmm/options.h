/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of a test of QEMU: the options of other tests, and more. */
#ifndef VMM_OPTIONS_H
#define VMM_OPTIONS_H

#include "vmm/test.h"

struct vmm_options {
	const char *program;
	const char *test_case, *accel; /* globs */
	const char *only; /* NULL, or the accelerators to use: "tcg", "kvm*" */
	const struct machine_kind *kind;
	const char *binary, *firmware; /* NULL: the usual ones */
	u64 seed;
	u32 timeout_scale;
	const char *known;
	bool known_is_expected;
	bool list;
};

/* Bad usage prints one line and exits with 2.  -h and -V exit with 0. */
struct vmm_options vmm_options_parse(int argc, char **argv,
				     const struct vmm_test *test);

#endif
