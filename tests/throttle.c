// SPDX-License-Identifier: GPL-2.0-only
/*
 * A dirty limit for each vCPU, as a VMM implements it with rings.  A vCPU whose
 * ring is full has dirtied a known number of pages.  The VMM lets the vCPU
 * continue when its quota allows more.  So a migration can slow down the one
 * vCPU that dirties too fast, and no other.
 *
 * In each window every vCPU gets its quota.  A window is over when every vCPU
 * is held.  The guest stores to one new page after the other, and would not
 * stop by itself.  The vCPU's own count of stores must reach its quota, and
 * exceed it by less than one ring.  A held vCPU must not advance, whatever the
 * other vCPUs do.  The vCPU's ring must have named exactly the vCPU's pages.
 */
#include "host/test.h"

#define NR_WINDOWS 3

enum { QUOTA, WRONG };

/* n[QUOTA] */
enum { EQUAL, GROWING, NONE_FOR_FIRST };

struct limit {
	struct run *run;
	u64 base[ABI_MAX_VCPUS];    /* number of the last store before */
	u64 quota[ABI_MAX_VCPUS];   /* entries per window */
	u64 allowed[ABI_MAX_VCPUS]; /* entries up to the present window */
	u32 cursor[ABI_MAX_VCPUS];  /* the ring's cursor at the beginning */
};

static u64 taken(const struct limit *l, u32 v)
{
	return l->run->machine->vcpu[v].cursor - l->cursor[v];
}

static u64 stored(const struct limit *l, u32 v)
{
	return l->run->machine->vcpu[v].block->stores - l->base[v];
}

/* The ring is full: harvest it, and hold the vCPU if its quota is used up. */
static void full(void *ctx, struct machine_vcpu *v)
{
	struct limit *l = ctx;

	round_full(l->run, v);
	v->hold = taken(l, v->index) >= l->allowed[v->index] &&
		  !l->run->c->n[WRONG];
}

/*
 * The vCPU is held at a ring-full exit.  It may have exceeded its quota by less
 * than one ring.  The last store may be half done.  Each exit may come between
 * a store's entry and the store's retirement, and that store then has two
 * entries.
 */
static void check_quota(const struct limit *l, u32 v, u32 window)
{
	const struct machine *m = l->run->machine;
	u64 nr = stored(l, v);

	if (nr + m->vcpu[v].nr_full < l->allowed[v] ||
	    nr > l->allowed[v] + m->ring_entries)
		verdict_fail("window %u: vCPU %u did %lu stores, its quota is %lu, and its ring has %u entries",
			     window, v, nr, l->allowed[v], m->ring_entries);
	verdict_note("window %u: vCPU %u: %lu pages, quota %lu, %u ring-full exits",
		     window, v, nr, l->allowed[v], m->vcpu[v].nr_full);
}

static void one_window(struct limit *l, u32 window)
{
	struct machine *m = l->run->machine;
	u64 before[ABI_MAX_VCPUS];
	bool held[ABI_MAX_VCPUS];

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		l->allowed[v] += l->quota[v];
		before[v] = stored(l, v);
		held[v] = window > 1 && taken(l, v) >= l->allowed[v];
		if (!held[v])
			machine_release(m, v);
	}
	machine_wait(m);
	for (u32 v = 0; v < m->nr_vcpus; v++) {
		if (held[v] && stored(l, v) != before[v])
			verdict_fail("window %u: vCPU %u went on from %lu to %lu stores while it was held",
				     window, v, before[v], stored(l, v));
		check_quota(l, v, window);
	}
}

/*
 * The ring must have the pages of retired stores, and may have the store in
 * flight.
 */
static void check_pages(const struct limit *l, u32 v, u32 first)
{
	struct run *r = l->run;
	struct pageset must, may, got;
	u64 nr_pages = r->machine->slot[0].nr_pages;

	pageset_init(&must, nr_pages);
	pageset_init(&may, nr_pages);
	pageset_init(&got, nr_pages);
	pageset_add_range(&may, first, stored(l, v));
	pageset_add_range(&must, first, stored(l, v) - 1);
	pageset_add_counted(&got, r->harvest.entries[0] + v * nr_pages);
	round_judge_set(r, 0, "ring of a vCPU with a quota", &must, &may, &got);
	pageset_free(&must);
	pageset_free(&may);
	pageset_free(&got);
}

static u64 quota_of(const struct run *r, u32 v)
{
	u64 full = r->machine->ring_entries - r->machine->ring_reserved;

	switch (r->c->n[QUOTA]) {
	case GROWING:
		/* multiples of two thirds of a ring */
		return (v + 1) * full * 2 / 3;
	case NONE_FOR_FIRST:
		return v ? full : 1;
	default:
		return full;
	}
}

static void run(struct run *r)
{
	struct limit l = { .run = r };
	struct machine *m = r->machine;
	u32 share = m->slot[0].nr_pages / m->nr_vcpus;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		l.base[v] = m->vcpu[v].expected;
		l.cursor[v] = m->vcpu[v].cursor;
		l.quota[v] = quota_of(r, v);
		round_store(r, v, v * share, share);
	}
	machine_on_full(m, full, &l);
	round_go(r);
	for (u32 i = 1; i <= NR_WINDOWS; i++)
		one_window(&l, i);
	/* The vCPUs stay held.  They never finish their stores. */
	round_harvest(r);
	for (u32 v = 0; v < m->nr_vcpus; v++)
		check_pages(&l, v, v * share);
	if (m->ring_wrong[0])
		verdict_fail("%s", m->ring_wrong);
}

/*
 * Quotas follow from the smallest ring.  With pages of 16K that has 1024
 * entries.  Even then each of three vCPUs has more pages than its quotas of all
 * windows and one ring.
 */
#define SHARES .start = START_FRESH, .pages = 3 * 7000, .vcpus = 3

static const struct test_case cases[] = {
	{ .name = "equal", SHARES, .n = { [QUOTA] = EQUAL } },
	{ .name = "each-its-own", SHARES, .n = { [QUOTA] = GROWING } },
	/* the first vCPU is nearly stopped while the others run */
	{ .name = "one-stopped", SHARES, .n = { [QUOTA] = NONE_FOR_FIRST } },
	{ .name = "one-vcpu", .start = START_FRESH, .pages = 5000,
	  .n = { [QUOTA] = EQUAL } },
	/* A limit that is not enforced must be noticed. */
	{ .name = "not-held", .start = START_FRESH, .pages = 5000,
	  .n = { [QUOTA] = EQUAL, [WRONG] = true }, .fault = "none",
	  .says = "window 1: vCPU 0 did 5000 stores" },
};

const struct test test = {
	.name = "throttle",
	.about = "vCPUs that are held at full rings keep their dirty quotas",
	.clauses = "R28 R29",
	.collectors = COLLECT_RING_MIN,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
