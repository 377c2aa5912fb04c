// SPDX-License-Identifier: GPL-2.0-only
/*
 * A dirty limit for each vCPU, as a VMM makes one from the ring: a vCPU whose
 * ring is full has used up a known number of pages, and goes on when its quota
 * has room for more.  So a migration can slow down the one vCPU that dirties too
 * fast, and no other.
 *
 * Time goes by in windows here, each of which gives each vCPU its quota, and a
 * window is over when every vCPU is held.  The guest stores to one new page after
 * the other and would never stop by itself.  Its own count of stores must be
 * what its quota allows, less than one ring above it; while it is held it does
 * not move, whatever the others do; and its ring has named exactly its pages.
 */
#include "host/test.h"

#define NR_WINDOWS 3

enum { QUOTA, WRONG };

/* n[QUOTA]: vCPU v's is v + 1, ... */
enum { EQUAL, GROWING, NONE_FOR_FIRST };

struct limit {
	struct run *run;
	u64 base[ABI_MAX_VCPUS];    /* stores before */
	u64 quota[ABI_MAX_VCPUS];   /* entries per window */
	u64 allowed[ABI_MAX_VCPUS]; /* ... up to now */
	u32 cursor[ABI_MAX_VCPUS];  /* where its ring began */
};

static u64 taken(const struct limit *l, u32 v)
{
	return l->run->machine->vcpu[v].cursor - l->cursor[v];
}

static u64 stored(const struct limit *l, u32 v)
{
	return l->run->machine->vcpu[v].block->stores - l->base[v];
}

/* The ring is full: make room, and go on only if the quota has some too. */
static void full(void *ctx, struct machine_vcpu *v)
{
	struct limit *l = ctx;

	round_full(l->run, v);
	v->hold = taken(l, v->index) >= l->allowed[v->index] &&
		  !l->run->c->n[WRONG];
}

/*
 * Held at a ring-full exit, with more than its quota by less than a ring.  Of
 * its stores the last may be half done, and each exit may have caught one
 * between its entry and its retirement, which then has two.
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

/* The pages of the stores that retired, perhaps with the one under way. */
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
		/* less than a ring, and not a whole number of them */
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
	/* They stay held: what they have to do is more than anybody wants. */
	round_harvest(r);
	for (u32 v = 0; v < m->nr_vcpus; v++)
		check_pages(&l, v, v * share);
	if (m->ring_wrong[0])
		verdict_fail("%s", m->ring_wrong);
}

/*
 * The smallest ring, and quotas made from it: for each of three vCPUs more pages
 * than one gets in all windows and a ring more, where pages are of 16K and no
 * ring has less than 1024 entries.
 */
#define SHARES .start = START_FRESH, .pages = 3 * 7000, .vcpus = 3

static const struct test_case cases[] = {
	{ .name = "equal", SHARES, .n = { [QUOTA] = EQUAL } },
	{ .name = "each-its-own", SHARES, .n = { [QUOTA] = GROWING } },
	/* all but stopped, while the others run */
	{ .name = "one-stopped", SHARES, .n = { [QUOTA] = NONE_FOR_FIRST } },
	{ .name = "one-vcpu", .start = START_FRESH, .pages = 5000,
	  .n = { [QUOTA] = EQUAL } },
	/* A limit that nobody enforces is noticed. */
	{ .name = "not-held", .start = START_FRESH, .pages = 5000,
	  .n = { [QUOTA] = EQUAL, [WRONG] = true }, .fault = "none",
	  .says = "window 1: vCPU 0 did 5000 stores" },
};

const struct test test = {
	.name = "throttle",
	.about = "vCPUs that are held at full rings keep to their dirty quotas",
	.clauses = "R28 R29",
	.collectors = COLLECT_RING_MIN,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
