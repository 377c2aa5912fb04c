/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A process that keeps what a slot's memory held at one moment, as a snapshot by
 * fork() does.  Both share each page until somebody writes it, so that the host
 * maps it for reading alone, and KVM must, too.
 */
#ifndef HOST_SCENE_TWIN_H
#define HOST_SCENE_TWIN_H

#include <sys/types.h>

#include "lib/types.h"

struct run;

struct twin {
	pid_t pid;
	int line; /* a socket to it */
};

/* Of private memory; every mapping of the slot is gone. */
void twin_begin(struct twin *t, struct run *r, u32 slot);

/* Ends the case as a failure if a store has reached what the twin keeps. */
void twin_end(struct twin *t);

#endif
