// SPDX-License-Identifier: GPL-2.0-only
/*
 * Print what this host's KVM is, exit code 0; or why it cannot be used, exit
 * code 2. With -c, print how many CPUs this process has, which needs no KVM.
 */
#include <stdio.h>
#include <string.h>

#include "host/machine/backend.h"
#include "verdict/report.h"

int main(int argc, char **argv)
{
	const struct backend *b;
	char why[160];

	report_watch("probe");
	if (argc > 1 && !strcmp(argv[1], "-c")) {
		printf("%u\n", cpus_count().usable);
		return 0;
	}
	b = backend_probe(why, sizeof(why));
	if (!b) {
		fprintf(stderr, "%s\n", why);
		return 2;
	}
	printf("host: KVM %s, backend %s%s%s\n", b->kernel, b->name,
	       *b->params ? " " : "", b->params);
	return 0;
}
