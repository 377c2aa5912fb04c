/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happens to a slot and to a vCPU while the vCPU's stores are under way, or between
 * them.  A test gives a mix of stores, and each event below does the mix several times
 * around what the event is about.  Every store must be reported, each time.
 */
#ifndef HOST_SCENE_MEANWHILE_H
#define HOST_SCENE_MEANWHILE_H

#include "host/round/run.h"

#define MEANWHILE_MOST_STORES 8

/* Stores of one vCPU to pages of slot 0 that differ. */
struct mix {
	struct run *r;
	u32 vcpu;
	u32 nr;
	struct stores store[MEANWHILE_MOST_STORES];
};

/* In the order of meanwhiles[]. */
enum meanwhile_id {
	MEANWHILE_RESTED,     /* nothing: harvests with the vCPU at rest */
	MEANWHILE_HARVESTED,  /* a harvest beside the vCPU, which waits in guest mode */
	MEANWHILE_KICKED,     /* the vCPU leaves guest mode in its batch, for a harvest */
	MEANWHILE_SWITCHED,   /* logging goes off and on, with the vCPU in guest mode */
	MEANWHILE_MOVED,      /* the slot moves, and moves back */
	MEANWHILE_RECREATED,  /* the slot is replaced by a read-only one, and that by a new
			       * one */
	MEANWHILE_PROTECTED,  /* the host takes write access away, and gives it back */
	MEANWHILE_ALTERNATED, /* the guest's kernel stores to the same pages, on vCPU 0 */
	MEANWHILE_BESIDE,     /* another vCPU stores to the pages next to them */
	MEANWHILE_FULL,	      /* the ring is full */
	MEANWHILE_PREFAULTED, /* userspace maps the pages ahead of the vCPU, vCPU 0 */
	MEANWHILE_SMI,	      /* vCPU 0 enters SMM in its batch, and stores there */
	NR_MEANWHILES,
};

struct meanwhile {
	const char *name;
	void (*run)(const struct mix *x);
	/* What the case has to have. */
	u32 needs;	/* NEED_* bits */
	u32 more_vcpus; /* besides that of the mix */
	u32 full_pages; /* of slot 1 */
	u32 smm_pages;
};

extern const struct meanwhile meanwhiles[NR_MEANWHILES];

#endif
