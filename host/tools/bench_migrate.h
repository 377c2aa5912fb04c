/* SPDX-License-Identifier: GPL-2.0-only */
/* For host/tools/bench.c: a migration whose time is split as a pass's is. */
#ifndef HOST_TOOLS_BENCH_MIGRATE_H
#define HOST_TOOLS_BENCH_MIGRATE_H

#include "lib/types.h"

struct run;

/*
 * All of a migration but the copying of pages, beside a guest that stores to a
 * page in 16.  How many would have been copied.
 */
u64 bench_migrate(struct run *r);

/*
 * The CPU time of sending as many pages and of nothing else: each of slot 0 into
 * fresh memory, then the first of them over again.  In ns.
 */
u64 bench_copy_ns(struct run *r, u64 nr_sent);

#endif
