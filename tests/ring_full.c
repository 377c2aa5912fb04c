// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dirty ring at its limits.  KVM must stop a vCPU when its ring reaches the
 * soft limit (clause R28), and not before (R30).  KVM must refuse to run the
 * vCPU until the ring is reset (R29).  KVM must never push more entries than it
 * reserves behind the limit (R31), because it would overwrite entries, and
 * their pages would be lost.  A reset must re-protect the page of every
 * harvested entry, also where it merges neighbours within 64 pages into one
 * mask, forwards or backwards (R26).
 *
 * With PML the processor buffers dirty pages until the vCPU exits.  So the vCPU
 * may write more pages than the limit before KVM stops it, but no KVM_RUN after
 * that exit may run it.
 */
#include "host/collect/dirty_io.h"
#include "host/round/moved.h"
#include "host/scene/ring_level.h"
#include "host/test.h"

enum { COUNT };

static void queue_run(struct run *r, u32 vcpu, u32 first, u32 count, bool burst)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.vcpu = vcpu,
					.burst = burst,
					.pattern = { .kind = PATTERN_RUN,
						     .first = first,
						     .count = count } });
}

static void queue_one(struct run *r, u32 vcpu, u32 slot, u32 page)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.vcpu = vcpu,
					.slot = slot,
					.pattern = { .kind = PATTERN_RUN,
						     .first = page,
						     .count = 1 } });
}

/* n[COUNT] pages less than the soft limit: no ring-full exit, twice. */
static void below(struct run *r)
{
	u64 count = ring_soft_limit(r) - r->c->n[COUNT];

	for (u32 i = 0; i < 2; i++) {
		queue_run(r, 0, 0, count, false);
		round_run(r);
		/* A store whose page the host moves is pushed again. */
		if (r->machine->vcpu[0].nr_full && !moved_any(r, 0, 0, count))
			verdict_fail("%u ring-full exits for %lu pages, soft limit %u",
				     r->machine->vcpu[0].nr_full, count,
				     ring_soft_limit(r));
		round_report(r);
		round_finish(r);
	}
}

/*
 * n[COUNT] pages more than the soft limit: nothing may be lost.  A vCPU may end
 * its stores within the reserved entries before KVM checks the ring.  Then the
 * next KVM_RUN must be a ring-full exit.
 */
static void above(struct run *r)
{
	const struct machine_vcpu *v = &r->machine->vcpu[0];

	for (u32 i = 0; i < 2; i++) {
		queue_run(r, 0, 0, ring_soft_limit(r) + r->c->n[COUNT], false);
		round_run(r);
		if (!v->nr_full) {
			machine_go(r->machine, 0);
			round_wait(r);
		}
		if (!v->nr_full)
			verdict_fail("no ring-full exit for %lu pages, soft limit %u",
				     ring_soft_limit(r) + r->c->n[COUNT],
				     ring_soft_limit(r));
		round_report(r);
		round_finish(r);
	}
}

/*
 * Three rings full of new pages, as fast as the processor can store.  A KVM
 * that checks the ring only now and then may check in time by chance, so repeat
 * n[COUNT] times.
 */
static void burst(struct run *r)
{
	for (u32 i = 0; i < r->c->n[COUNT]; i++) {
		queue_run(r, 0, 0, 3 * r->machine->ring_entries, true);
		round_finish(r);
		round_finish(r);
	}
}

/* Half a ring in each of n[COUNT] rounds: the cursors wrap n[COUNT] / 2 times. */
static void wrap(struct run *r)
{
	u32 half = r->machine->ring_entries / 2;

	for (u32 i = 0; i < r->c->n[COUNT]; i++) {
		queue_run(r, 0, i * 7 % 500, half - 1 - i % 3, false);
		round_finish(r);
	}
}

/*
 * Harvest and reset in small parts: the other entries stay in the ring (R19,
 * R20).
 */
static void parts(struct run *r)
{
	struct machine_vcpu *v = &r->machine->vcpu[0];

	for (u32 i = 0; i < 3; i++) {
		u32 left = ring_soft_limit(r) - 2;

		queue_run(r, 0, 5, left, false);
		round_run(r);
		for (u32 part = 1; left; part = part * 2 + 1) {
			u32 want = part < left ? part : left;
			u32 got = collect_ring_take(v, &r->harvest, want);

			if (got != want)
				verdict_fail("%u entries in the ring, %u expected",
					     got, want);
			collect_ring_reset(r->machine);
			left -= want;
		}
		round_report(r);
		round_finish(r);
	}
}

/* Nobody makes room at the first three full exits. */
static void stuck(struct run *r)
{
	queue_run(r, 0, 0, ring_soft_limit(r) + 20, false);
	ring_stay_full(r, 3);
	round_report(r);
}

/* One vCPU's ring is harvested and reset in parts while the other vCPU runs. */
static void reset_running(struct run *r)
{
	u32 third = ring_soft_limit(r) / 3;

	for (u32 i = 0; i < 5; i++) {
		queue_run(r, 0, 0, third, false);
		round_run(r);
		queue_run(r, 1, third - 10, 2 * third, false);
		machine_go(r->machine, 1);
		while (collect_ring_take(&r->machine->vcpu[0], &r->harvest, 3))
			collect_ring_reset(r->machine);
		round_wait(r);
		round_report(r);
		round_finish(r);
	}
}

/* Two entries at a distance, forwards and backwards, in one reset. */
static void distances(struct run *r)
{
	static const u32 delta[] = { 1, 2, 31, 32, 62, 63, 64, 65, 127, 128 };
	const u32 at = 200;

	for (u32 i = 0; i < ARRAY_LEN(delta); i++)
		for (u32 down = 0; down < 2; down++)
			for (u32 again = 0; again < 2; again++) {
				queue_one(r, 0, 0, at);
				queue_one(r, 0, 0,
					  down ? at - delta[i] :
						 at + delta[i]);
				round_finish(r);
			}
	round_finish(r);
}

/* Sequences that open, widen and close the mask that a reset collects. */
static void sequences(struct run *r)
{
	/* pages in the order they are written; 0 ends a sequence */
	static const u32 seq[][8] = {
		{ 200, 201, 202, 203 },
		{ 203, 202, 201, 200 },
		{ 200, 263, 201 },	    /* 63 up, then back inside */
		{ 200, 264, 201 },	    /* 64 up: a new mask */
		{ 263, 200, 264 },	    /* 63 back, then past the mask */
		{ 200, 137, 263 },	    /* 63 back: the mask is full */
		{ 200, 136, 201 },	    /* 64 back: a new mask */
		{ 232, 200, 264, 231, 169 }, /* both ways, several times */
		{ 255, 256, 319, 320, 192, 191 }, /* across words */
	};

	for (u32 i = 0; i < ARRAY_LEN(seq); i++)
		for (u32 again = 0; again < 2; again++) {
			for (u32 j = 0; j < 8 && seq[i][j]; j++)
				queue_one(r, 0, 0, seq[i][j]);
			round_finish(r);
		}
	round_finish(r);
}

/* The same page numbers in two slots, in turn: a mask must not span slots. */
static void two_slots(struct run *r)
{
	for (u32 again = 0; again < 3; again++) {
		for (u32 i = 0; i < 6; i++)
			queue_one(r, 0, i & 1, 40 + i);
		for (u32 i = 0; i < 6; i++)
			queue_one(r, 0, i & 1, 30 - i);
		round_finish(r);
		round_finish(r);
	}
}

/* The same pages in two rings (R37): neighbours may have distance 0. */
static void two_rings(struct run *r)
{
	for (u32 again = 0; again < 3; again++) {
		for (u32 i = 0; i < 5; i++) {
			queue_one(r, 0, 0, 62 + i);
			queue_one(r, 1, 0, 66 - i);
		}
		round_finish(r);
		round_finish(r);
	}
}

/* More pages than a ring of 2048 entries and the cases' surplus. */
#define PAGES 3100

#define RING_CASE(how) .run = how, .start = START_FRESH, .pages = PAGES

static const struct test_case cases[] = {
	{ .name = "one-below", RING_CASE(below), .n = { [COUNT] = 1 } },
	{ .name = "exactly-full", RING_CASE(above), .n = { [COUNT] = 0 } },
	{ .name = "one-over", RING_CASE(above), .n = { [COUNT] = 1 } },
	{ .name = "far-over", RING_CASE(above), .n = { [COUNT] = 700 } },
	/* three rings of 2048 */
	{ .name = "burst", .run = burst, .start = START_FRESH, .pages = 6200,
	  .n = { [COUNT] = 8 } },
	{ .name = "wrap", .clauses = "R20", RING_CASE(wrap),
	  .n = { [COUNT] = 40 },
	  .collectors = COLLECT_RING_MIN },
	{ .name = "parts", .clauses = "R19 R20", RING_CASE(parts) },
	{ .name = "stuck", .clauses = "R29", RING_CASE(stuck) },
	{ .name = "reset-running", .clauses = "R41",
	  RING_CASE(reset_running), .vcpus = 2 },
	{ .name = "distances", .clauses = "R26",
	  .run = distances, .start = START_ARMED,
	  .pages = HUGE_AND_TAIL,
	  .collectors = COLLECT_RING },
	{ .name = "sequences", .clauses = "R26",
	  .run = sequences, .start = START_ARMED,
	  .pages = HUGE_AND_TAIL,
	  .collectors = COLLECT_RING },
	{ .name = "two-slots", .run = two_slots, .start = START_ARMED,
	  .pages = HUGE_AND_TAIL,
	  .more_pages = { 130 }, .collectors = COLLECT_RING },
	{ .name = "two-rings", .run = two_rings, .start = START_ARMED,
	  .pages = HUGE_AND_TAIL,
	  .vcpus = 2, .collectors = COLLECT_RING },
};

const struct test test = {
	.name = "ring_full",
	.about = "the dirty ring at its limits, and what a reset re-protects",
	.clauses = "R28 R29 R30 R31",
	.collectors = COLLECT_RING_MIN | COLLECT_RING_2K,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
