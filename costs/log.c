// SPDX-License-Identifier: GPL-2.0-only
/*
 * What it costs to switch logging on and off, by the size of the slot: of memory that the
 * guest never touched, that it has written in small pages, and in huge ones; and what the
 * guest's stores cost that bring the huge mappings back.
 */
#include "host/cost/every.h"
#include "host/cost/measure.h"
#include "host/test.h"

enum { STEP, OFF, BACK };

/* The guest writes to each mapping of the slot. */
static void write_all(struct run *r, u32 slot)
{
	every_page(r, slot, 0, round_pages(r, r->c->n[STEP]));
	round_forget(r);
}

static void start_if(bool wanted, struct measure *m)
{
	if (wanted)
		measure_start(m);
}

static void stop_if(bool wanted, struct measure *m)
{
	if (wanted)
		measure_stop(m);
}

static void run(struct run *r)
{
	const u64 *n = r->c->n;
	bool on = !n[OFF] && !n[BACK];

	for (u32 slot = 0; slot < r->machine->nr_slots; slot++) {
		struct measure m = measure_of(r, r->machine->slot[slot].nr_pages,
						 "pages");

		if (n[BACK])
			measure_by_vcpus(&m);
		while (measure_more(&m)) {
			start_if(n[BACK], &m);
			if (n[STEP])
				write_all(r, slot);
			stop_if(n[BACK], &m);
			start_if(on, &m);
			machine_log(r->machine, slot, true);
			stop_if(on, &m);
			start_if(n[OFF], &m);
			machine_log(r->machine, slot, false);
			stop_if(n[OFF], &m);
		}
		measure_note(&m);
	}
}

#define SMALL .pages = 64, .more_pages = { 128, 512 }, .start = START_UNLOGGED
#define HUGE \
	.pages = PER_HUGE, .more_pages = { 2 * PER_HUGE, 4 * PER_HUGE }, \
	.start = START_UNLOGGED, .backings = BACKING_THP

static const struct test_case cases[] = {
	{ .name = "on-fresh", SMALL },
	{ .name = "on-small", SMALL, .n = { [STEP] = 1 } },
	{ .name = "on-huge", HUGE, .n = { [STEP] = PER_HUGE } },
	{ .name = "off-fresh", SMALL, .n = { [OFF] = true } },
	{ .name = "off-small", SMALL, .n = { [STEP] = 1, [OFF] = true } },
	{ .name = "off-huge", HUGE, .n = { [STEP] = PER_HUGE, [OFF] = true } },
	{ .name = "huge-again", HUGE, .n = { [STEP] = PER_HUGE, [BACK] = true } },
};

const struct test test = {
	.name = "log",
	.about = "what it costs to switch logging on and off",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_INIT | COLLECT_RING,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
