// SPDX-License-Identifier: GPL-2.0-only
/*
 * What KVM_RESET_DIRTY_RINGS costs by the number of entries: of pages side by side, which
 * KVM protects a word of 64 at a time, and of pages in words of their own; and a reset
 * that finds nothing, by the number of vCPUs.
 */
#include "host/collect/dirty_io.h"
#include "host/cost/every.h"
#include "host/cost/measure.h"
#include "host/test.h"

enum { STEP };

static void reset(struct run *r)
{
	u32 nr;

	if (dirty_reset(r->machine, &nr))
		verdict_fail("KVM_RESET_DIRTY_RINGS failed");
}

static void entries(struct run *r)
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
			reset(r);
			measure_stop(&m);
			round_forget(r);
		}
		measure_note(&m);
	}
}

static void nothing(struct run *r)
{
	struct measure m = measure_of(r, r->machine->nr_vcpus, "vCPUs");

	while (measure_more(&m)) {
		measure_start(&m);
		reset(r);
		measure_stop(&m);
	}
	measure_note(&m);
}

static const struct test_case cases[] = {
	{ .name = "reset-dense", .pages = 8192, .n = { [STEP] = 1 }, .run = entries },
	{ .name = "reset-scattered", .pages = 8192, .n = { [STEP] = 16 }, .run = entries },
	{ .name = "reset-nothing-1", .run = nothing },
	{ .name = "reset-nothing-16", .vcpus = 16, .run = nothing },
};

const struct test test = {
	.name = "ring",
	.about = "what KVM_RESET_DIRTY_RINGS costs",
	.collectors = COLLECT_RING | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
