// SPDX-License-Identifier: GPL-2.0-only
/*
 * Logs are read, and switched off and on, while vCPUs stay in guest mode.  The
 * payload gets credit for a number of stores, and then waits in guest mode for
 * more.  So the test knows exactly which pages are written.  With PML the
 * processor has these pages in a buffer, which KVM has had no reason to empty.
 * All the same, a harvest must report every page that was stored to before: KVM
 * has to fetch the buffer (clause G16; api.rst 8.29: "the flushing is done by
 * the KVM_GET_DIRTY_LOG ioctl").  A ring may be late with pages in such a
 * buffer (R33), so with a ring the vCPU is made to exit first.
 *
 * concurrent.c does not stop the stores, and checks by content.  Here the
 * stores stop, so that sets of pages can be judged.
 */
#include "host/test.h"

/* Each vCPU stores to one page after the other of its share, in steps. */
struct march {
	struct run *run;
	u32 share;		 /* pages of each vCPU */
	u64 base[ABI_MAX_VCPUS]; /* number of the last store before the march */
	u32 begun;		 /* stores of each vCPU that have begun */
	u32 judged;		 /* stores that had begun at the last harvest */
	/* The last harvest did not report the store in flight. */
	bool owed[ABI_MAX_VCPUS];
	/* Stores up to this one may have retired while logging was off. */
	u32 forgiven;
};

static void march_begin(struct march *a, struct run *r)
{
	struct machine *m = r->machine;

	a->run = r;
	a->share = m->slot[0].nr_pages / m->nr_vcpus;
	for (u32 v = 0; v < m->nr_vcpus; v++) {
		a->base[v] = m->vcpu[v].expected;
		machine_credit(m, v, a->base[v]);
		round_store(r, v, v * a->share, a->share);
	}
	round_go(r);
}

/*
 * March until store number @to of each vCPU has begun.  All stores before it
 * have retired.  The vCPUs stay in guest mode.
 */
static void march_to(struct march *a, u32 to)
{
	struct run *r = a->run;
	struct machine *m = r->machine;
	u64 total = 0;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		total += a->base[v] + to;
		machine_credit(m, v, a->base[v] + to);
	}
	machine_wait_stores(m, total);
	a->begun = to;
}

/*
 * The harvest must have the pages of stores @from to @to of each vCPU.  The
 * store in flight may be in the harvest too.  So may the store that was in
 * flight at the harvest before; if that harvest did not report it, this one
 * must.
 */
static void march_judge(struct march *a, const char *what, u32 from, u32 to)
{
	struct run *r = a->run;
	struct machine *m = r->machine;
	struct pageset must, may;

	pageset_init(&must, m->slot[0].nr_pages);
	pageset_init(&may, m->slot[0].nr_pages);
	if (r->slot[0].all_ones)
		pageset_fill(&must);
	for (u32 v = 0; v < m->nr_vcpus; v++) {
		u32 first = v * a->share;

		/* store n of the march goes to page n - 1 of the share */
		for (u32 n = from; n <= to; n++)
			pageset_add(&must, first + n - 1);
		if (a->judged)
			pageset_add(a->owed[v] && a->judged > a->forgiven ?
					    &must : &may,
				    first + a->judged - 1);
		pageset_add(&may, first + a->begun - 1);
		a->owed[v] = !pageset_has(&r->harvest.dirty[0],
					  first + a->begun - 1);
	}
	pageset_or(&may, &must);
	round_judge_set(r, 0, what, &must, &may, &r->harvest.dirty[0]);
	r->slot[0].all_ones = false;
	a->judged = a->begun;
	harvest_empty(&r->harvest, m);
	pageset_free(&must);
	pageset_free(&may);
}

static void march_harvest(struct march *a)
{
	struct run *r = a->run;
	bool late = r->machine->ring_entries && r->backend->pml;

	if (late)
		machine_pause(r->machine);
	r->collector->ops->harvest(r->collector, r->machine, &r->harvest,
				   false);
	if (late)
		machine_resume(r->machine);
}

static void march_log(struct march *a, bool on)
{
	round_log(a->run, 0, on);
	a->forgiven = a->begun;
}

static void march_end(struct march *a)
{
	struct run *r = a->run;
	u32 from = a->begun + 1;

	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		machine_credit(r->machine, v, ~0ull);
	round_wait(r);
	round_harvest(r);
	a->begun = a->share;
	march_judge(a, "at rest", from, a->share);
	round_forget(r);
	round_finish(r);
}

/*
 * The numbers of new pages leave a buffer of 512 nearly empty, nearly full,
 * full, and full again.
 */
static void harvests(struct run *r)
{
	static const u32 steps[] = { 2, 511, 512, 513, 1, 600 };
	struct march a = { 0 };

	march_begin(&a, r);
	for (u32 i = 0; i < ARRAY_LEN(steps); i++) {
		u32 from = a.begun;

		march_to(&a, a.begun + steps[i]);
		march_harvest(&a);
		/* The store in flight before may be reported already. */
		march_judge(&a, "vCPUs running", from + 1, a.begun - 1);
	}
	march_end(&a);
}

/*
 * Logging is switched off while the vCPU is in guest mode and 300 pages may be
 * in the buffer.  It is switched on while the vCPU is out.  None of the 300
 * pages is reported.  Then logging is switched off while the vCPU is out, and
 * on while it is in guest mode, after 300 stores that nobody logs.  The next
 * store must be reported.
 */
static void off_on(struct run *r)
{
	struct machine *m = r->machine;
	struct march a = { 0 };

	march_begin(&a, r);
	march_to(&a, 300);
	march_log(&a, false);
	machine_pause(m);
	march_log(&a, true);
	machine_resume(m);
	march_harvest(&a);
	march_judge(&a, "off while running", 1, 0);
	march_to(&a, 600);
	march_harvest(&a);
	march_judge(&a, "on while stopped", 301, 599);

	machine_pause(m);
	march_log(&a, false);
	machine_resume(m);
	march_to(&a, 900);
	march_log(&a, true);
	march_harvest(&a);
	march_judge(&a, "on while running", 1, 0);
	march_end(&a);
}

/*
 * A harvest must make the vCPU leave guest mode, because only then KVM gets
 * what the processor has logged.  The harvest that kicks the vCPU may read the
 * log too early (finding F4).  Rarely the next two harvests are too early as
 * well.  A kernel that never kicks shows a page only if the host's timer
 * interrupt comes in between, which is rare too.  So the test counts.
 */
#define FETCHES 32
#define HARVESTS 3
#define STORES_BETWEEN 20

/* The last vCPU stores; others, if any, are at rest. */
static void let(struct run *r, u32 stores)
{
	struct machine *m = r->machine;
	u32 v = m->nr_vcpus - 1;

	machine_credit(m, v, m->vcpu[v].block->credit + stores);
	machine_wait_spent(m, v);
}

/*
 * True if one of the next harvests has the last page, which was stored to once.
 */
static bool soon_reported(struct run *r)
{
	struct machine *m = r->machine;

	for (u32 i = 0; i < HARVESTS; i++) {
		bool has;

		if (i)
			let(r, STORES_BETWEEN);
		r->collector->ops->harvest(r->collector, m, &r->harvest, false);
		has = pageset_has(&r->harvest.dirty[0],
				  m->slot[0].nr_pages - 1);
		harvest_empty(&r->harvest, m);
		if (has)
			return true;
	}
	return false;
}

static void fetched(struct run *r)
{
	struct machine *m = r->machine;
	u32 soon = 0, v = m->nr_vcpus - 1;

	machine_credit(m, v, m->vcpu[v].expected);
	round_queue(r, (struct stores){
			       .op = "store-64",
			       .vcpu = v,
			       .pattern = { .kind = PATTERN_SLOT_END,
					    .count = FETCHES * HARVESTS *
						     STORES_BETWEEN } });
	round_go(r);
	for (u32 i = 0; i < FETCHES; i++) {
		let(r, 1);
		soon += soon_reported(r);
	}
	if (soon < FETCHES / 4 * 3)
		verdict_fail("%u of %u pages were in one of the %u harvests after their store: a vCPU in guest mode keeps its log",
			     soon, FETCHES, HARVESTS);
	machine_credit(m, v, ~0ull);
	round_wait(r);
	round_harvest(r);
	round_forget(r);
	round_finish(r);
}

/* Pages that were in the log when the vCPU halted. */
static struct pageset at_exit;

static void look(void *ctx, struct machine_vcpu *v)
{
	struct run *r = ctx;

	(void)v;
	round_harvest_live(r);
	pageset_copy(&at_exit, &r->harvest.dirty[0]);
}

/*
 * KVM may leave for userspace on a short way, before all that an exit usually does. The
 * pages that the vCPU has stored to must be in the log all the same.
 */
static void halted(struct run *r)
{
	static const u32 counts[] = { 1, 300, 511, 600 };

	round_initial(r);
	pageset_init(&at_exit, r->machine->slot[0].nr_pages);
	machine_on_input(r->machine, look, r);
	for (u32 i = 0; i < ARRAY_LEN(counts); i++) {
		struct pageset stored;

		pageset_init(&stored, r->machine->slot[0].nr_pages);
		pageset_add_range(&stored, i, counts[i]);
		round_store(r, 0, i, counts[i]);
		round_queue(r, r->c->stores[0]);
		round_run(r);
		round_judge_set(r, 0, "at the exit", &stored, &stored, &at_exit);
		round_report(r);
		round_finish(r);
		pageset_free(&stored);
	}
	machine_on_input(r->machine, NULL, NULL);
}

static const struct test_case cases[] = {
	{ .name = "harvests", .run = harvests, .pages = 2300,
	  .collectors = COLLECT_LOGS | COLLECT_RING | COLLECT_RING_BITMAP },
	{ .name = "harvests-two-vcpus", .run = harvests, .pages = 4600,
	  .vcpus = 2, .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
	{ .name = "off-on", .run = off_on, .pages = 1000,
	  .collectors = COLLECT_LOGS },
	{ .name = "fetched", .run = fetched, .pages = 70,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
	{ .name = "halted", .run = halted, .pages = 1000,
	  .stores = { { .op = "halt", .pattern.count = 1 } },
	  .collectors = COLLECT_LOGS | COLLECT_RING },
	{ .name = "fetched-second", .run = fetched, .pages = 70, .vcpus = 2,
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
};

const struct test test = {
	.name = "pml_live",
	.about = "logs that are read beside vCPUs in guest mode have all stores",
	.clauses = "G16 R33",
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
