/* SPDX-License-Identifier: GPL-2.0-only */
/* A case while it runs: what it runs on, and what is known of its memory so far. */
#ifndef HOST_ROUND_RUN_H
#define HOST_ROUND_RUN_H

#include "host/collect/collect.h"
#include "host/machine/backend.h"
#include "host/machine/image.h"
#include "host/memory/backing.h"
#include "host/round/case.h"
#include "host/round/ledger.h"

struct run {
	const struct test_case *c;
	const struct collector *collector;
	const struct backing *backing;
	const struct backend *backend;
	const struct image *image;
	u64 seed;
	u32 timeout_scale;
	bool own_machine; /* nothing but us runs here */
	const char *steps; /* the one sequence to run (host/model/model.h), or NULL */
	u32 soak_s; /* draw sequences for so long; 0: as many as the case says */
	struct machine *machine;
	struct ledger ledger;
	struct harvest harvest;
	/* Held by whoever harvests while others may. */
	pthread_mutex_t harvest_lock;
	u32 nr_live; /* harvests of this round beside running vCPUs */
	u32 round; /* from 1 */
	struct {
		struct pageset armed; /* mapped small, write-protected or clean */
		struct pageset populated; /* have a page of their own in the
					   * host, which maps it writable */
		bool mapped;   /* ... and a mapping of KVM's: the guest was there */
		bool all_ones; /* INITIALLY_SET: the next harvest is everything */
	} slot[MACHINE_MAX_SLOTS];
};

#endif
