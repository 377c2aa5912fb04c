// SPDX-License-Identifier: GPL-2.0-only
/*
 * What grows with the number of vCPUs: KVM asks each of them to flush its TLB, and a reset
 * looks at the ring of each.  All of them are out of KVM_RUN, but where they store.
 */
#include "host/collect/collect.h"
#include "host/cost/call.h"
#include "host/cost/every.h"
#include "host/cost/measure.h"
#include "host/test.h"

#define MOST 16
#define DIRTY_PAGES 64
#define STORES 16

/* Do and measure a step with 1, 2 and 16 vCPUs. */
static void each(struct run *r, void (*step)(struct run *r, struct measure *m))
{
	static const u32 counts[] = { 1, 2, MOST };

	for (u32 i = 0; i < ARRAY_LEN(counts); i++) {
		struct measure m;

		while (r->machine->nr_vcpus < counts[i])
			machine_add_vcpu(r->machine);
		m = measure_of(r, counts[i], "vCPUs");
		while (measure_more(&m))
			step(r, &m);
		measure_note(&m);
	}
}

static void get_once(struct run *r, struct measure *m)
{
	struct pageset set;

	pageset_init(&set, r->machine->slot[0].nr_pages);
	every_page(r, 0, DIRTY_PAGES, 1);
	measure_start(m);
	call_get(r, 0, &set);
	measure_stop(m);
	round_discard(r);
	pageset_free(&set);
}

static void get(struct run *r)
{
	each(r, get_once);
}

static void clear_once(struct run *r, struct measure *m)
{
	struct pageset set;

	pageset_init(&set, r->machine->slot[0].nr_pages);
	every_page(r, 0, DIRTY_PAGES, 1);
	collect_get(r->machine, 0, &set);
	measure_start(m);
	call_clear(r, 0, &set, 0, set.nr_pages);
	measure_stop(m);
	round_forget(r);
	pageset_free(&set);
}

static void clear(struct run *r)
{
	each(r, clear_once);
}

static void reset_once(struct run *r, struct measure *m)
{
	measure_start(m);
	call_reset(r);
	measure_stop(m);
}

static void reset_nothing(struct run *r)
{
	each(r, reset_once);
}

static void on_once(struct run *r, struct measure *m)
{
	measure_start(m);
	machine_log(r->machine, 0, true);
	measure_stop(m);
	machine_log(r->machine, 0, false);
}

static void log_on(struct run *r)
{
	each(r, on_once);
}

static void off_once(struct run *r, struct measure *m)
{
	machine_log(r->machine, 0, true);
	measure_start(m);
	machine_log(r->machine, 0, false);
	measure_stop(m);
}

static void log_off(struct run *r)
{
	each(r, off_once);
}

static void store_once(struct run *r, struct measure *m)
{
	measure_by_vcpus(m);
	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		round_queue(r, (struct stores){ .op = "store-64", .vcpu = v,
						.pattern = { .kind = PATTERN_RUN,
							     .first = v * STORES,
							     .count = STORES } });
	measure_start(m);
	round_go(r);
	machine_wait(r->machine);
	measure_stop(m);
	round_wait(r);
	round_discard(r);
}

static void store(struct run *r)
{
	each(r, store_once);
}

#define BITMAPS (COLLECT_BITMAP | COLLECT_CLEAR)
#define RINGS (COLLECT_RING | COLLECT_RING_BITMAP)

#define LATE .late_vcpus = MOST - 1, .needs = NEED_LATE_VCPUS

static const struct test_case cases[] = {
	{ .name = "get", LATE, .collectors = BITMAPS, .run = get },
	{ .name = "clear", LATE, .collectors = COLLECT_CLEAR, .run = clear },
	{ .name = "reset-nothing", LATE, .collectors = RINGS, .run = reset_nothing },
	{ .name = "log-on", LATE, .collectors = BITMAPS | RINGS, .start = START_UNLOGGED,
	  .run = log_on },
	{ .name = "log-off", LATE, .collectors = BITMAPS | RINGS, .start = START_UNLOGGED,
	  .run = log_off },
	{ .name = "store-16", LATE, .pages = MOST * STORES, .collectors = BITMAPS | RINGS,
	  .run = store },
};

const struct test test = {
	.name = "by_vcpus",
	.about = "what grows with the number of vCPUs",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
