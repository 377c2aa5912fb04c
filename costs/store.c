// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a guest's stores cost in KVM_RUN, with all exits that they take: the first store to a page
 * after a harvest, and the next one, which should cost nothing; so many first stores that they
 * fill a log that the processor writes (PML, 512 entries); and the first to a page that is
 * mapped huge when logging goes on, which is split then (eager) or by the store (lazy).
 */
#include "host/cost/measure.h"
#include "host/test.h"

#define MOST_HUGE 4

enum { LEAST, AGAIN };

static void store(struct run *r, u32 count, u32 step)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern = { .kind = PATTERN_STRIDE,
						     .step = step, .count = count } });
}

/* Run what is queued. */
static void measured(struct run *r, struct measure *m)
{
	measure_start(m);
	round_go(r);
	machine_wait(r->machine);
	measure_stop(m);
	round_wait(r);
}

static void run(struct run *r)
{
	for (u32 count = r->c->n[LEAST]; count <= r->c->pages; count *= 4) {
		struct measure m = measure_of(r, count, "pages");

		measure_by_vcpus(&m);
		while (measure_more(&m)) {
			if (r->c->n[AGAIN]) {
				store(r, count, 1);
				round_run(r);
			}
			store(r, count, 1);
			measured(r, &m);
			round_discard(r);
		}
		measure_note(&m);
	}
}

static void of_huge(struct run *r)
{
	u64 huge = backend_huge_pages(r->backend);

	for (u32 count = 1; count <= MOST_HUGE; count *= 2) {
		struct measure m = measure_of(r, count, "huge pages");

		measure_by_vcpus(&m);
		while (measure_more(&m)) {
			store(r, MOST_HUGE, huge);
			round_run(r);
			machine_log(r->machine, 0, true);
			round_discard(r);
			store(r, count, huge);
			measured(r, &m);
			machine_log(r->machine, 0, false);
			round_forget(r);
		}
		measure_note(&m);
	}
}

static const struct test_case cases[] = {
	{ .name = "first", .pages = 256, .n = { [LEAST] = 16 } },
	{ .name = "first-of-many", .pages = 4096, .n = { [LEAST] = 256 },
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
	{ .name = "again", .pages = 256, .n = { [LEAST] = 16, [AGAIN] = true } },
	{ .name = "first-of-huge", .pages = MOST_HUGE * PER_HUGE, .start = START_UNLOGGED,
	  .backings = BACKING_THP, .run = of_huge },
};

const struct test test = {
	.name = "store",
	.about = "what stores cost a guest whose memory is logged",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
