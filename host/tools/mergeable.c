// SPDX-License-Identifier: GPL-2.0-only
/*
 * mergeable COMMAND [ARG...]: run a command whose memory KSM may merge, with
 * that of all processes that it starts (Linux 6.4; since 6.7 these inherit it).
 * A host's manager may do so; config churn uses it. On other kernels the
 * command runs as it is.
 */
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#ifndef PR_SET_MEMORY_MERGE
#define PR_SET_MEMORY_MERGE 67
#endif

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: mergeable COMMAND [ARG...]\n");
		return 2;
	}
	(void)prctl(PR_SET_MEMORY_MERGE, 1, 0, 0, 0);
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
