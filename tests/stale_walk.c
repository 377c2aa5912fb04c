// SPDX-License-Identifier: GPL-2.0-only
/*
 * The processor walks the guest's page tables by translations of their own, and keeps these
 * in its TLB, too.  A flush that misses them lets the processor set accessed bits in a page
 * that KVM has write-protected meanwhile, without a fault (clauses G17, C22, R39 and S14;
 * test stale is about the guest's stores).
 *
 * A vCPU stays in guest mode, and reads a page that it has not read before each time it is
 * granted one.  The entries of all pages are in one table, which lies in a logged slot.
 * As in test stale, a flush for another reason may hide a bug, and cannot invent one.
 */
#include "host/collect/collect.h"
#include "host/scene/walk.h"
#include "host/test.h"

#define TABLES 1 /* the slot of the tables */
#define TIMES 6
#define PAGES (1 + 3 * TIMES)

static void read_next(struct run *r)
{
	struct machine *m = r->machine;

	machine_credit(m, 0, m->vcpu[0].block->credit + 1);
	machine_wait_spent(m, 0);
}

static void begin(struct run *r, struct walk *w)
{
	struct machine *m = r->machine;

	walk_by_processor(r, 1, WALK_GUEST, true);
	walk_make(w, r, TABLES, 1, WALK_GUEST, 0);
	machine_credit(m, 0, m->vcpu[0].expected);
	round_queue(r, (struct stores){ .op = "read", .view = true,
					.pattern = { .kind = PATTERN_RUN, .count = PAGES } });
	round_go(r);
	read_next(r); /* sets the bits above the last level */
}

/* The vCPU is out of guest mode, so every interface must be exact. */
static void judge(struct run *r, const struct walk *w, const char *what)
{
	struct pageset must, may;

	pageset_init(&must, r->machine->slot[TABLES].nr_pages);
	pageset_init(&may, r->machine->slot[TABLES].nr_pages);
	if (r->slot[TABLES].all_ones)
		pageset_fill(&must);
	pageset_add(&must, w->table[1]);
	pageset_or(&may, &must);
	for (u32 level = 2; walk_writes(r, w->whose) && level <= w->top; level++)
		pageset_add(&may, w->table[level]);
	machine_pause(r->machine);
	round_harvest(r);
	machine_resume(r->machine);
	round_judge_set(r, TABLES, what, &must, &may, &r->harvest.dirty[TABLES]);
	r->slot[TABLES].all_ones = false;
	harvest_empty(&r->harvest, r->machine);
	pageset_free(&must);
	pageset_free(&may);
}

static void end(struct run *r)
{
	machine_credit(r->machine, 0, ~0ull);
	round_wait(r);
	round_harvest(r);
	round_forget(r);
}

static void harvested(struct run *r)
{
	struct walk w;

	round_initial(r);
	begin(r, &w);
	for (u32 i = 0; i < TIMES; i++) {
		read_next(r);
		r->collector->ops->harvest(r->collector, r->machine, &r->harvest, false);
		harvest_empty(&r->harvest, r->machine);
		read_next(r);
		judge(r, &w, "a harvest was made beside the vCPU");
	}
	end(r);
}

static void switched(struct run *r)
{
	struct walk w;

	begin(r, &w);
	for (u32 i = 0; i < TIMES; i++) {
		read_next(r); /* may fault, and so leave guest mode */
		read_next(r);
		round_log(r, TABLES, true);
		read_next(r);
		judge(r, &w, "logging went on beside the vCPU");
		round_log(r, TABLES, false);
	}
	end(r);
}

#define CASE(what, ...) { .name = what, .pages = 70, .more_pages = { 200 }, __VA_ARGS__ }

static const struct test_case cases[] = {
	CASE("harvested", .run = harvested, .clauses = "G17 C22 R39"),
	CASE("switched", .run = switched, .start = START_UNLOGGED, .clauses = "S9 S14"),
};

const struct test test = {
	.name = "stale_walk",
	.about = "no bit of a page table is set unreported through a stale translation",
	.needs = NEED_CPUS2,
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
