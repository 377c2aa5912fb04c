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
	/* The case, and what it runs with. */
	const struct test_case *c;
	const struct collector *collector;
	const struct backing *backing;
	const struct backend *backend;
	const struct image *image;
	u64 seed;
	u32 timeout_scale; /* deadlines are so many times as long */
	bool own_machine; /* nothing but the gate runs on this machine */
	const char *steps; /* the one sequence to run (host/model/model.h), or NULL */
	u32 soak_s; /* draw sequences for so long; 0: as many as the case says */

	/* What start_reach() has made. */
	struct machine *machine;
	struct ledger ledger;
	struct harvest harvest;
	pthread_mutex_t harvest_lock; /* held by a thread that harvests while others
				       * may */
	u32 nr_live; /* harvests of this round beside running vCPUs */
	u32 round; /* from 1 */
	struct {
		struct pageset armed; /* KVM maps them small, and write-protected or
				       * clean */
		struct pageset populated; /* the host has a page of its own for
					   * them, and maps it writable */
		struct pageset device; /* the guest stored there when it was in no slot */
		bool mapped;   /* the guest was there: KVM may have mappings */
		bool all_ones; /* INITIALLY_SET: the next harvest reports all pages */
	} slot[MACHINE_MAX_SLOTS];
};

#endif
