/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of a slot that change without a store record: by the processor's walk, or
 * by KVM itself.  What has changed must be reported.
 */
#ifndef HOST_SCENE_CHANGED_H
#define HOST_SCENE_CHANGED_H

#include "lib/types.h"

struct run;

struct changed {
	struct run *run;
	u32 slot;   /* index */
	u8 *before; /* the slot's content at changed_begin() */
};

void changed_init(struct changed *c, struct run *r, u32 slot);

/*
 * Call these before round_go() and after round_wait().  Each page that differs is
 * one that vCPU 0 has written in this round.  Returns their number.
 */
void changed_begin(struct changed *c);
u32 changed_end(struct changed *c);

/* The content that changed_begin() has kept of a page. */
void *changed_before(struct changed *c, u64 page);

#endif
