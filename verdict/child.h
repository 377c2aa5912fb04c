/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For tools: one body in a child process, as cases are run, since the first
 * verdict ends the process that reaches it.
 */
#ifndef VERDICT_CHILD_H
#define VERDICT_CHILD_H

#include "verdict/verdict.h"

/*
 * Run @body to its verdict, which is left in *@v, in memory that is shared with
 * the child.  False if it died without one; then it is an error that says how.
 */
bool child_run(struct verdict_page *v, void (*body)(void *arg), void *arg);

/* Such memory, all 0; never NULL. */
void *child_shared(size_t bytes);

#endif
