// SPDX-License-Identifier: GPL-2.0-only
/*
 * What KVM_RESET_DIRTY_RINGS costs by the number of entries: of pages side by side, which
 * KVM protects a word of 64 at a time, and of pages in words of their own.
 */
#include "host/collect/dirty_io.h"
#include "host/cost/call.h"
#include "host/cost/every.h"
#include "host/cost/measure.h"
#include "host/test.h"

enum { STEP };

static void run(struct run *r)
{
	static const u32 counts[] = { 1, 64, 512 };

	for (u32 i = 0; i < ARRAY_LEN(counts); i++) {
		struct measure m = measure_of(r, counts[i], "entries");

		while (measure_more(&m)) {
			struct dirty_entry e;

			every_page(r, 0, counts[i], r->c->n[STEP]);
			while (dirty_peek(&r->machine->vcpu[0], &e))
				dirty_take(&r->machine->vcpu[0]);
			measure_start(&m);
			call_reset(r);
			measure_stop(&m);
			round_forget(r);
		}
		measure_note(&m);
	}
}

static const struct test_case cases[] = {
	{ .name = "reset-dense", .pages = 8192, .n = { [STEP] = 1 } },
	{ .name = "reset-scattered", .pages = 8192, .n = { [STEP] = 16 } },
};

const struct test test = {
	.name = "ring",
	.about = "what KVM_RESET_DIRTY_RINGS costs",
	.collectors = COLLECT_RING | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
