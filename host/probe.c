// SPDX-License-Identifier: GPL-2.0-only
/*
 * Says what this host's KVM is and exits with 0, or why it cannot be used and
 * exits with 2.
 */
#include <stdio.h>

#include "host/backend.h"

int main(void)
{
	const struct backend *b;
	char why[160];

	b = backend_probe(why, sizeof(why));
	if (!b) {
		fprintf(stderr, "%s\n", why);
		return 2;
	}
	printf("host: KVM %s, backend %s%s%s\n", b->kernel, b->name,
	       *b->params ? " " : "", b->params);
	return 0;
}
