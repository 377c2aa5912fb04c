// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vCPU that stays in guest mode has its translations cached, also those that
 * KVM has write-protected meanwhile.  So whoever protects has to make processors
 * forget, before the call returns (clauses G17, C22, R39 and S14): else a store
 * goes on through a translation from before, faults nowhere, and is in no log.
 *
 * A few pages are stored to again and again by a vCPU that waits in guest mode for
 * each pass to be granted, while logging goes on, or a harvest is made, beside it.
 * It must be reported all the same; and a store is no proof that the translation
 * was cached, nor that nothing else made the vCPU leave (a timer interrupt does, and
 * an emulator may forget all translations then), so this may miss a bug and cannot
 * invent one.
 */
#include "host/scene/pair.h"
#include "host/test.h"

/* So few that they are cached all at once. */
#define HOT 8
#define TIMES 6
#define PASSES (4 + 4 * TIMES)

/*
 * While logging goes on, beside them.  Where one thread emulates all processors, the
 * vCPU seldom has its turn between two steps of KVM's.
 */
#define PASSES_BESIDE 100
#define TIMES_EMULATED 30

static void pass(struct run *r)
{
	struct machine *m = r->machine;

	machine_credit(m, 0, m->vcpu[0].block->credit + HOT);
	machine_wait_spent(m, 0);
}

/* With the vCPU out of guest mode, where each interface has to be exact: the pages
 * from @first on. */
static void judge(struct run *r, const char *what, u64 first)
{
	struct pageset must;

	pageset_init(&must, r->machine->slot[0].nr_pages);
	if (r->slot[0].all_ones)
		pageset_fill(&must);
	for (u64 page = 0; page < HOT; page++)
		pageset_add(&must, first + page);
	machine_pause(r->machine);
	round_harvest(r);
	machine_resume(r->machine);
	round_judge_set(r, 0, what, &must, &must, &r->harvest.dirty[0]);
	r->slot[0].all_ones = false;
	harvest_empty(&r->harvest, r->machine);
	pageset_free(&must);
}

/* The stores of one pass may fault, and each fault makes the vCPU leave. */
static void pass_twice(struct run *r)
{
	pass(r);
	pass(r);
}

static void begin(struct run *r)
{
	struct machine *m = r->machine;

	machine_credit(m, 0, m->vcpu[0].expected);
	for (u32 i = 0; i < PASSES; i++)
		round_store(r, 0, 0, HOT);
	round_go(r);
	pass_twice(r);
}

/* Let it do the rest, which is not judged. */
static void end_round(struct run *r)
{
	machine_credit(r->machine, 0, ~0ull);
	round_wait(r);
	round_harvest(r);
	round_forget(r);
}

static void end(struct run *r)
{
	end_round(r);
	if (r->slot[0].all_ones)
		return;
	round_finish(r);
}

/* The first store after logging went on. */
static void switched(struct run *r)
{
	begin(r);
	for (u32 i = 0; i < TIMES; i++) {
		round_log(r, 0, true);
		pass(r);
		judge(r, "logging went on beside the vCPU", 0);
		round_log(r, 0, false);
		pass_twice(r);
	}
	round_log(r, 0, true);
	end(r);
}

/*
 * The first store after a harvest.  What that harvest brings is not judged: with
 * a processor's own log (PML) it may come late (finding F4), and then it is among
 * the same pages in the next.
 */
static void harvested(struct run *r)
{
	begin(r);
	for (u32 i = 0; i < TIMES; i++) {
		r->collector->ops->harvest(r->collector, r->machine,
					   &r->harvest, false);
		harvest_empty(&r->harvest, r->machine);
		pass(r);
		judge(r, "a harvest was made beside the vCPU", 0);
		pass_twice(r);
	}
	end(r);
}

/* Logging goes on, and passes are granted until it is. */
struct beside {
	struct run *r;
	bool done;
};

static void switch_beside(void *ctx, u32 which)
{
	struct beside *b = ctx;
	const struct machine_vcpu *v = &b->r->machine->vcpu[0];

	if (!which) {
		round_log(b->r, 0, true);
		__atomic_store_n(&b->done, true, __ATOMIC_RELEASE);
		return;
	}
	while (!__atomic_load_n(&b->done, __ATOMIC_ACQUIRE) &&
	       v->block->credit + 2 * HOT < v->expected)
		pass(b->r);
}

/* A thread that ends makes every processor forget its memory's translations: one
 * pass before that. */
static void switched_beside(void *ctx)
{
	struct beside *b = ctx;

	pass(b->r);
}

static void queue(struct run *r, struct pattern_spec pattern)
{
	round_queue(r, (struct stores){ .op = "store-64", .pattern = pattern });
}

/*
 * Where a change of slots makes every vCPU leave guest mode (x86: the kick in
 * kvm_arch_memslots_updated()), that is before anything is protected.  So this one
 * does not wait meanwhile; and its pages are last in a slot whose huge mappings
 * are split first, so that it is some time until they are protected.
 */
static void switched_running(struct run *r)
{
	struct machine *m = r->machine;
	u32 times = r->backend->emulated ? TIMES_EMULATED : TIMES;

	/* Where others want the CPUs too, that would starve it. */
	if (r->backend->emulated)
		machine_pin_apart(m, 0);
	for (u32 i = 0; i < times; i++) {
		struct beside b = { .r = r };

		/* One page of each huge mapping, and then those at the end. */
		queue(r, (struct pattern_spec){ .kind = PATTERN_STRIDE,
						.step = PER_HUGE });
		machine_credit(m, 0, m->vcpu[0].expected);
		queue(r, (struct pattern_spec){ .kind = PATTERN_SLOT_END,
						.step = HOT,
						.count = HOT * PASSES_BESIDE });
		round_go(r);
		pass_twice(r);
		pair_run_then(switch_beside, switched_beside, &b);
		judge(r, "logging went on beside the vCPU",
		      m->slot[0].nr_pages - HOT);
		end_round(r);
		round_log(r, 0, false);
	}
}

static const struct test_case cases[] = {
	{ .name = "switched", .run = switched, .start = START_UNLOGGED,
	  .pages = 70, .clauses = "S9 S14" },
	{ .name = "switched-running", .run = switched_running,
	  .start = START_UNLOGGED, .pages = 8 * PER_HUGE,
	  .backings = BACKING_ANON | BACKING_THP,
	  .collectors = COLLECT_BITMAP | COLLECT_RING | COLLECT_RING_BITMAP,
	  .clauses = "S9 S14" },
	{ .name = "harvested", .run = harvested, .pages = 70,
	  .clauses = "G17 C22 R39" },
};

const struct test test = {
	.name = "stale",
	.about = "translations from before a page was protected are forgotten",
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
