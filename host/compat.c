// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's library prints a constant "Random seed" from a constructor,
 * unbuffered, before any TAP header could be.  So stdout leads nowhere until
 * main() begins.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "host/compat.h"

static int saved = -1;

static void __attribute__((constructor(101))) hide_stdout(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	saved = dup(STDOUT_FILENO);
	if (null >= 0)
		dup2(null, STDOUT_FILENO);
	close(null);
}

void compat_quiet_library(void)
{
	if (saved < 0) {
		close(STDOUT_FILENO);
		return;
	}
	dup2(saved, STDOUT_FILENO);
	close(saved);
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
}
