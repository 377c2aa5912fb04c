// SPDX-License-Identifier: GPL-2.0-only
/*
 * What KVM_GET_DIRTY_LOG costs: by the size of a slot without dirty pages, and by the
 * number of dirty pages, side by side or each in a word of its own.
 */
#include "host/cost/call.h"
#include "host/cost/every.h"
#include "host/cost/measure.h"
#include "host/test.h"

#define SLOT_PAGES 8192

enum { STEP };

static void idle(struct run *r)
{
	for (u32 slot = 0; slot < r->machine->nr_slots; slot++) {
		struct measure m = measure_of(r, r->machine->slot[slot].nr_pages,
						 "pages of slot");
		struct pageset set;

		pageset_init(&set, r->machine->slot[slot].nr_pages);
		while (measure_more(&m)) {
			measure_start(&m);
			call_get(r, slot, &set);
			measure_stop(&m);
		}
		measure_note(&m);
		pageset_free(&set);
	}
}

static void dirty(struct run *r)
{
	static const u32 counts[] = { 1, 64, 512 };
	struct pageset set;

	pageset_init(&set, SLOT_PAGES);
	for (u32 i = 0; i < ARRAY_LEN(counts); i++) {
		struct measure m = measure_of(r, counts[i], "pages");

		while (measure_more(&m)) {
			every_page(r, 0, counts[i], r->c->n[STEP]);
			measure_start(&m);
			call_get(r, 0, &set);
			measure_stop(&m);
			round_discard(r);
		}
		measure_note(&m);
	}
	pageset_free(&set);
}

static const struct test_case cases[] = {
	{ .name = "idle", .pages = 8192, .more_pages = { 32768, 131072 },
	  .start = START_FRESH, .run = idle },
	{ .name = "dense", .pages = SLOT_PAGES, .n = { [STEP] = 1 } },
	{ .name = "scattered", .pages = SLOT_PAGES,
	  .n = { [STEP] = 16 } },
};

const struct test test = {
	.name = "get",
	.about = "what KVM_GET_DIRTY_LOG costs",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = dirty,
};
