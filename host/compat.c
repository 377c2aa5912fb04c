// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's library prints a constant "Random seed" from a constructor,
 * before any TAP header could be.  Hold stdout back until main() has thrown
 * that away.
 */
#include <stdio.h>
#include <stdio_ext.h>

#include "host/compat.h"

static void __attribute__((constructor(101))) hold_stdout(void)
{
	setvbuf(stdout, NULL, _IOFBF, BUFSIZ);
}

void compat_quiet_library(void)
{
	__fpurge(stdout);
}
