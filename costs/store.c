// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a guest's stores cost in KVM_RUN, with all exits that they take: the first store to a page
 * after a harvest, and the next one, which should cost nothing.
 */
#include "host/cost/measure.h"
#include "host/test.h"

#define SLOT_PAGES 256

enum { AGAIN };

static void store(struct run *r, u32 count)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern = { .kind = PATTERN_RUN,
						     .count = count } });
}

static void run(struct run *r)
{
	static const u32 counts[] = { 16, 64, 256 };

	for (u32 i = 0; i < ARRAY_LEN(counts); i++) {
		struct measure m = measure_of(r, counts[i], "pages");

		measure_by_vcpu(&m);
		while (measure_more(&m)) {
			if (r->c->n[AGAIN]) {
				store(r, counts[i]);
				round_run(r);
			}
			store(r, counts[i]);
			measure_start(&m);
			round_go(r);
			machine_wait(r->machine);
			measure_stop(&m);
			round_wait(r);
			round_discard(r);
		}
		measure_note(&m);
	}
}

static const struct test_case cases[] = {
	{ .name = "first", .pages = SLOT_PAGES },
	{ .name = "again", .pages = SLOT_PAGES, .n = { [AGAIN] = true } },
};

const struct test test = {
	.name = "store",
	.about = "what stores cost a guest whose memory is logged",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
