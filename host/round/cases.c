// SPDX-License-Identifier: GPL-2.0-only
#include "host/round/cases.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static struct test_case *added;
static u32 nr_added;

struct test_case *cases_add(struct test_case c, const char *name, ...)
{
	va_list args;
	char *text;

	va_start(args, name);
	added = realloc(added, (nr_added + 1) * sizeof(*added));
	if (!added || vasprintf(&text, name, args) < 0)
		abort();
	va_end(args);
	c.name = text;
	added[nr_added] = c;
	return &added[nr_added++];
}

const struct test_case *cases_added(u32 *nr)
{
	*nr = nr_added;
	return added;
}
