/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A process that keeps the content of a slot's memory at one moment, as a
 * snapshot by fork() does. Both processes share each page until one of them
 * writes to it. So the host maps the page read-only, and KVM must, too.
 */
#ifndef HOST_SCENE_TWIN_H
#define HOST_SCENE_TWIN_H

#include <sys/types.h>

#include "lib/types.h"

struct run;

struct twin {
	pid_t pid;
	int from, to; /* pipes: sockets are not in every kernel */
};

/*
 * Fork the twin. The slot is private memory. KVM loses every mapping of the
 * slot.
 */
void twin_begin(struct twin *t, struct run *r, u32 slot);

/* End the twin. The case fails if a store has reached the twin's memory. */
void twin_end(struct twin *t);

#endif
