// SPDX-License-Identifier: GPL-2.0-only
/*
 * What KVM_CLEAR_DIRTY_LOG costs: by the number of dirty pages, by the number of calls
 * that clear the same pages, by the size of the slot for one page, and with INITIALLY_SET
 * for memory that is mapped huge.
 */
#include "host/collect/collect.h"
#include "host/cost/call.h"
#include "host/cost/every.h"
#include "host/cost/measure.h"
#include "host/test.h"

#define SLOT_PAGES 4096

/* Store to the first @count pages of the slot, and read them from the log. */
static void store(struct run *r, u32 slot, u32 count, struct pageset *set)
{
	every_page(r, slot, count, 1);
	collect_get(r->machine, slot, set);
}

static void pages(struct run *r)
{
	static const u32 counts[] = { 1, 64, 512 };
	struct pageset set;

	pageset_init(&set, SLOT_PAGES);
	for (u32 i = 0; i < ARRAY_LEN(counts); i++) {
		struct measure m = measure_of(r, counts[i], "pages");

		while (measure_more(&m)) {
			store(r, 0, counts[i], &set);
			measure_start(&m);
			call_clear(r, 0, &set, 0, SLOT_PAGES);
			measure_stop(&m);
			round_forget(r);
		}
		measure_note(&m);
	}
	pageset_free(&set);
}

static void calls(struct run *r)
{
	static const u32 counts[] = { 1, 2, 8 };
	u64 nr_pages = r->machine->slot[0].nr_pages;
	struct pageset set;

	pageset_init(&set, nr_pages);
	for (u32 i = 0; i < ARRAY_LEN(counts); i++) {
		struct measure m = measure_of(r, counts[i], "calls");
		u64 chunk = nr_pages / counts[i];

		while (measure_more(&m)) {
			store(r, 0, nr_pages, &set);
			measure_start(&m);
			for (u64 at = 0; at < nr_pages; at += chunk)
				call_clear(r, 0, &set, at, chunk);
			measure_stop(&m);
			round_forget(r);
		}
		measure_note(&m);
	}
	pageset_free(&set);
}

static void one_page(struct run *r)
{
	for (u32 slot = 0; slot < r->machine->nr_slots; slot++) {
		u64 nr_pages = r->machine->slot[slot].nr_pages;
		struct measure m = measure_of(r, nr_pages, "pages of slot");
		struct pageset set;

		pageset_init(&set, nr_pages);
		while (measure_more(&m)) {
			store(r, slot, 1, &set);
			measure_start(&m);
			call_clear(r, slot, &set, 0, nr_pages);
			measure_stop(&m);
			round_forget(r);
		}
		measure_note(&m);
		pageset_free(&set);
	}
}

/* The slot's log begins as all ones each time it is switched on. */
static void first(struct run *r)
{
	static const u32 counts[] = { 1, 2, 4 };
	u64 huge = backend_huge_pages(r->backend);
	struct pageset set;

	pageset_init(&set, r->machine->slot[0].nr_pages);
	for (u32 i = 0; i < ARRAY_LEN(counts); i++) {
		struct measure m = measure_of(r, counts[i], "huge pages");

		while (measure_more(&m)) {
			every_page(r, 0, 0, huge);
			round_forget(r);
			machine_log(r->machine, 0, true);
			collect_get(r->machine, 0, &set);
			measure_start(&m);
			call_clear(r, 0, &set, 0, counts[i] * huge);
			measure_stop(&m);
			machine_log(r->machine, 0, false);
		}
		measure_note(&m);
	}
	pageset_free(&set);
}

static const struct test_case cases[] = {
	{ .name = "pages", .pages = SLOT_PAGES, .run = pages },
	{ .name = "calls", .pages = 512, .run = calls },
	{ .name = "one-page", .pages = 1024, .more_pages = { 4096, 16384 },
	  .run = one_page },
	{ .name = "first-of-huge", .pages = 4 * PER_HUGE, .start = START_UNLOGGED,
	  .collectors = COLLECT_CLEAR_INIT, .backings = BACKING_THP, .run = first },
};

const struct test test = {
	.name = "clear",
	.about = "what KVM_CLEAR_DIRTY_LOG costs",
	.collectors = COLLECT_CLEAR,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
