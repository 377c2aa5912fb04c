/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A body in a child process, because the first verdict ends the process that
 * reaches it. Cases and tools run so.
 */
#ifndef VERDICT_CHILD_H
#define VERDICT_CHILD_H

#include <sys/types.h>

#include "verdict/verdict.h"

/*
 * Fork a child that runs @body to its verdict, in @v, which is memory shared with
 * the child (child_shared()). The child does not outlive this process, however
 * that ends. Returns the child's pid, or -1 with an error in @v.
 */
pid_t child_fork(struct verdict_page *v, void (*body)(void *arg), void *arg);

/*
 * The child has ended with wait status @status: note how long it took. If it left
 * no verdict, @v becomes an error that says how the child ended.
 */
void child_ended(struct verdict_page *v, int status);

/*
 * Fork the child, wait for its end, and complete its verdict: child_fork() to
 * child_ended(). False if the child left no verdict.
 */
bool child_run(struct verdict_page *v, void (*body)(void *arg), void *arg);

/* Memory shared with children that are forked later: all 0, never NULL. */
void *child_shared(size_t bytes);

#endif
