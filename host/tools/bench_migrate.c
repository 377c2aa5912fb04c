// SPDX-License-Identifier: GPL-2.0-only
#include "host/tools/bench_migrate.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "host/migrate/migrate.h"
#include "host/test.h"

u64 bench_migrate(struct run *r)
{
	static struct migrate g;
	static struct track log;

	g.dry = true;
	g.enough = 64;
	g.most_rounds = 20;
	track_init(&log, r);
	migrate_begin(&g, &log, MIGRATE_SHIFT);
	round_queue(r, (struct stores){
			       .op = "store-64",
			       .pattern = { .kind = PATTERN_RANDOM,
					    .count = g.ram_pages / 16 } });
	round_go(r);
	migrate_run(&g);
	machine_resume(r->machine);
	round_wait(r);
	return g.sent;
}

static u64 cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

u64 bench_copy_ns(struct run *r, u64 nr_sent)
{
	const struct machine_slot *s = &r->machine->slot[0];
	u64 page_bytes = 1 << r->machine->page_shift;
	u64 before = cpu_ns();
	u8 *to = calloc(s->nr_pages, page_bytes);

	if (!to)
		verdict_error("out of memory");
	for (u64 i = 0; i < nr_sent; i++) {
		u64 at = i % s->nr_pages * page_bytes;

		memcpy(to + at, s->hva + at, page_bytes);
	}
	/* Or the compiler sees that nobody reads what was copied. */
	if (memcmp(to, s->hva, page_bytes))
		verdict_error("memory that was copied at rest differs");
	before = cpu_ns() - before;
	free(to);
	return before;
}
