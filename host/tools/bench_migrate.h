/* SPDX-License-Identifier: GPL-2.0-only */
/* A migration for host/tools/bench.c, in parts. */
#ifndef HOST_TOOLS_BENCH_MIGRATE_H
#define HOST_TOOLS_BENCH_MIGRATE_H

#include "lib/types.h"

struct run;

/*
 * A migration without the copying of pages, beside a guest that stores to every
 * 16th page. Returns how many pages would have been copied.
 */
u64 bench_migrate(struct run *r);

/*
 * The CPU time in ns of sending @nr pages and nothing else: every page of slot
 * 0 into fresh memory, then the first ones again.
 */
u64 bench_copy_ns(struct run *r, u64 nr_sent);

#endif
