// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that the host shares read-only, as after a fork() or after KSM has
 * merged equal pages.  KVM's mappings go away with the host's, but the dirty
 * log must not change.  A read then maps the page read-only, and must not be
 * reported on any backend.  A store gets a new copy of the page, and must be
 * reported.
 */
#include "host/scene/twin.h"
#include "host/test.h"

#define NR_READ 100

static void report_twice(struct run *r)
{
	round_finish(r);
	round_finish(r);
}

/* The row says who stores, and by which instruction. */
static void store(struct run *r, u32 first, u32 count)
{
	struct stores s = r->c->stores[0];

	if (!s.op)
		s.op = "store-64";
	s.pattern = (struct pattern_spec){ .kind = PATTERN_RUN,
					   .first = first,
					   .count = count };
	round_queue(r, s);
}

static void read_all(struct run *r)
{
	round_queue(r, (struct stores){ .op = "read",
					.nested = r->c->stores[0].nested,
					.user = r->c->stores[0].user,
					.pattern = { .kind = PATTERN_RUN,
						     .count = NR_READ } });
	report_twice(r);
}

/*
 * Stores while the twin process shares the memory, and after the twin has
 * ended.
 */
static void stores(struct run *r, struct twin *t)
{
	for (u32 i = 0; i < 2; i++) {
		store(r, 62, 5);
		report_twice(r);
	}
	twin_end(t);
	read_all(r);
	store(r, 60, 12);
	report_twice(r);
}

static void run(struct run *r)
{
	struct twin t;

	round_initial(r);
	store(r, 58, 8);
	round_run(r);
	twin_begin(&t, r, 0);
	/* No harvest has protected these: a mapping that stayed would let them through. */
	store(r, 58, 3);
	round_run(r);
	round_report(r);
	round_finish(r);
	read_all(r);
	stores(r, &t);
}

/* The twin is forked while the vCPU stores to all pages. */
static void beside(struct run *r)
{
	struct twin t;

	round_initial(r);
	for (u32 i = 0; i < 3; i++) {
		round_store(r, 0, 0, r->machine->slot[0].nr_pages);
		round_go(r);
		twin_begin(&t, r, 0);
		/* Like a harvest, the fork may come between a store's entry in
		 * the ring and the store's retirement (R38). */
		r->nr_live++;
		round_wait(r);
		round_report(r);
		round_finish(r);
		twin_end(&t);
	}
}

static const struct test_case cases[] = {
	{ .name = "armed", .run = run },
	{ .name = "populated", .run = run, .start = START_POPULATED },
	{ .name = "written-before", .run = run, .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP },
	/* KVM has mappings of its own for these, which must go, too */
	{ .name = "nested", .run = run, .nest = NEST,
	  .stores = { { .op = "store-64", .nested = true } } },
	{ .name = "flat", .run = run, .nest = NEST_FLAT,
	  .stores = { { .op = "store-64", .nested = true } } },
	{ .name = "user", .run = run, .user = true,
	  .stores = { { .op = "store-64", .user = true } } },
	{ .name = "beside", .run = beside, .start = START_WRITTEN,
	  .needs = NEED_CPUS2, .backings = BACKING_ANON | BACKING_THP },
};

const struct test test = {
	.name = "cow",
	.about = "stores to memory that the host shares read-only are reported",
	.clauses = "G2 S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
