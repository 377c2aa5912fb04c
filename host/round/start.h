/* SPDX-License-Identifier: GPL-2.0-only */
/* Starting states: what happened to the memory before the case begins. */
#ifndef HOST_ROUND_START_H
#define HOST_ROUND_START_H

struct run;

/* Create the machine and bring it to the case's starting state. */
void start_reach(struct run *r);

/*
 * Run the store @op on every page of every slot that is to be logged, while
 * none is logged yet.
 */
void start_visit(struct run *r, const char *op);

#endif
