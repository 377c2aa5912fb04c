/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Run one body in a child process, as cases are run, because the first verdict
 * ends the process that reaches it. For tools.
 */
#ifndef VERDICT_CHILD_H
#define VERDICT_CHILD_H

#include "verdict/verdict.h"

/*
 * Run @body in a child process, and leave its verdict in *@v, which is memory
 * shared with the child. False if the child died without a verdict; *@v is then
 * an error that says how.
 */
bool child_run(struct verdict_page *v, void (*body)(void *arg), void *arg);

/* Memory shared with children that are forked later: all 0, never NULL. */
void *child_shared(size_t bytes);

#endif
