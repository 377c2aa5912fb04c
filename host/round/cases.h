/* SPDX-License-Identifier: GPL-2.0-only */
/* The cases of a test that makes them from tables (.add_cases in host/test.h). */
#ifndef HOST_ROUND_CASES_H
#define HOST_ROUND_CASES_H

#include "host/round/case.h"

/*
 * Add a case with the columns of @c and with @name, as printf() has it.  The case that is
 * returned may be changed until the next one is added.
 */
struct test_case *cases_add(struct test_case c, const char *name, ...)
	__attribute__((format(printf, 2, 3)));

/* All that were added, in this order. */
const struct test_case *cases_added(u32 *nr);

#endif
