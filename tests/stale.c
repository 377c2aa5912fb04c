// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vCPU that stays in guest mode has translations in its TLB, also of pages
 * that KVM write-protects meanwhile.  So KVM must flush the TLB before the call
 * that protects pages returns (clauses G17, C22, R39 and S14).  Otherwise a
 * store goes through a stale translation, does not fault, and is in no log.
 *
 * A vCPU stores to a few pages again and again.  It waits in guest mode until
 * the next pass over the pages is granted.  Meanwhile logging is switched on,
 * or a harvest is made.  The stores of the next pass must be reported.  The
 * test cannot know that the translation was in the TLB, nor that nothing else
 * made the vCPU leave guest mode.  (A timer interrupt does, and an emulator may
 * then flush its translations.)  So the test may miss a bug, and cannot invent
 * one.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "host/collect/collect.h"
#include "host/collect/dirty_try.h"
#include "host/scene/pair.h"
#include "host/test.h"

/* So few pages that the TLB holds all of them. */
#define HOT 8

/* A page of the second word, alone: KVM may save a flush for what seems little. */
enum { ALONE };
#define FIRST_ALONE 65
#define TIMES 6
#define PASSES (4 + 4 * TIMES)

/*
 * For passes beside the switch of logging.  If one thread emulates all
 * processors, the vCPU seldom runs between two steps of KVM.
 */
#define PASSES_BESIDE 100
#define TIMES_EMULATED 30

/* So many that the vCPU stores as long as a harvest takes. */
#define PASSES_HARVESTED 1000

/* The pages of a pass. */
static u32 nr_hot(const struct run *r)
{
	return r->c->n[ALONE] ? 1 : HOT;
}

static u32 first_hot(const struct run *r)
{
	return r->c->n[ALONE] ? FIRST_ALONE : 0;
}

static void pass(struct run *r)
{
	struct machine *m = r->machine;

	machine_credit(m, 0, m->vcpu[0].block->credit + nr_hot(r));
	machine_wait_spent(m, 0);
}

/* Judge the pages of a pass, from @first on.  The vCPU is out of guest mode, so every
 * interface must be exact. */
static void judge(struct run *r, const char *what, u64 first)
{
	struct pageset must;

	pageset_init(&must, r->machine->slot[0].nr_pages);
	if (r->slot[0].all_ones)
		pageset_fill(&must);
	for (u64 page = 0; page < nr_hot(r); page++)
		pageset_add(&must, first + page);
	machine_pause(r->machine);
	round_harvest(r);
	machine_resume(r->machine);
	round_judge_set(r, 0, what, &must, &must, &r->harvest.dirty[0]);
	r->slot[0].all_ones = false;
	harvest_empty(&r->harvest, r->machine);
	pageset_free(&must);
}

/* Two passes.  The stores of the first may fault, and each fault is an exit. */
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
		round_store(r, 0, first_hot(r), nr_hot(r));
	round_go(r);
	pass_twice(r);
}

/* Let the vCPU do the rest of its stores, which are not judged. */
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

/*
 * Leave guest mode and come back, so that a processor's buffer of dirty pages
 * (PML) is in the log, and then have the pages in the TLB again.
 */
static void settle(struct run *r)
{
	machine_pause(r->machine);
	machine_resume(r->machine);
	pass(r);
}

/* The first store after logging is switched on. */
static void switched(struct run *r)
{
	begin(r);
	for (u32 i = 0; i < TIMES; i++) {
		round_log(r, 0, true);
		pass(r);
		judge(r, "logging went on beside the vCPU", first_hot(r));
		round_log(r, 0, false);
		pass_twice(r);
	}
	round_log(r, 0, true);
	end(r);
}

static void harvest_beside(struct run *r)
{
	r->collector->ops->harvest(r->collector, r->machine, &r->harvest,
				   false);
	harvest_empty(&r->harvest, r->machine);
}

/*
 * The first store after a harvest.  The harvest itself is not judged.  With PML
 * it may report a page late (finding F4), and the same pages are in the next
 * harvest.
 */
static void harvested(struct run *r)
{
	begin(r);
	for (u32 i = 0; i < TIMES; i++) {
		settle(r);
		harvest_beside(r);
		pass(r);
		judge(r, "a harvest was made beside the vCPU", first_hot(r));
		pass_twice(r);
	}
	end(r);
}

/*
 * The same, and the clear has a page of a later word besides, which is clean.
 */
static void cleared_clean(struct run *r)
{
	struct machine *m = r->machine;
	u64 nr_pages = m->slot[0].nr_pages;
	struct pageset want;

	pageset_init(&want, nr_pages);
	begin(r);
	for (u32 i = 0; i < TIMES; i++) {
		settle(r);
		collect_get(m, 0, &want);
		pageset_add(&want, nr_pages - 1);
		collect_clear_range(m, 0, &want, 0, nr_pages);
		pageset_empty(&want);
		pass(r);
		judge(r, "more was cleared than was dirty", first_hot(r));
		pass_twice(r);
	}
	end(r);
	pageset_free(&want);
}

/*
 * The first store after a KVM_GET_DIRTY_LOG that has protected pages, and then could not
 * give its result (finding F6).  Nobody may write where the bitmap should be.
 */
static void refused(struct run *r)
{
	struct machine *m = r->machine;
	void *nowhere = mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int err;

	if (nowhere == MAP_FAILED)
		verdict_error("mmap: %s", strerror(errno));
	begin(r);
	for (u32 i = 0; i < TIMES; i++) {
		settle(r);
		err = dirty_try_get(m, m->slot[0].id, nowhere);
		if (err != EFAULT)
			verdict_fail("KVM_GET_DIRTY_LOG to a bitmap that nobody may write: %s",
				     verdict_errno(err));
		pass(r);
		judge(r, "KVM_GET_DIRTY_LOG failed beside the vCPU", first_hot(r));
		pass_twice(r);
	}
	end(r);
}

/*
 * One thread switches logging on.  Another grants passes until logging is on.
 */
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

/*
 * One pass before either thread ends: the end of a thread flushes the
 * translations of the process's memory on every processor.
 */
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
 * One page of each @step is stored to once, and then the last pages of the slot
 * in @passes passes.
 */
static void begin_at_end(struct run *r, u32 step, u32 passes)
{
	struct machine *m = r->machine;

	queue(r, (struct pattern_spec){ .kind = PATTERN_STRIDE, .step = step });
	machine_credit(m, 0, m->vcpu[0].expected);
	queue(r, (struct pattern_spec){ .kind = PATTERN_SLOT_END,
					.step = HOT,
					.count = HOT * passes });
	round_go(r);
	pass_twice(r);
}

static void judge_at_end(struct run *r, const char *what)
{
	judge(r, what, r->machine->slot[0].nr_pages - HOT);
	end_round(r);
}

/*
 * A change of slots may make every vCPU leave guest mode (x86: the kick in
 * kvm_arch_memslots_updated()), before KVM protects anything.  So the vCPU must
 * run and store between that kick and the protection.  The stores go to the
 * last pages of a slot.  KVM splits the slot's huge mappings first, so these
 * pages are protected late.
 */
static void switched_running(struct run *r)
{
	struct machine *m = r->machine;
	u32 times = r->backend->emulated ? TIMES_EMULATED : TIMES;

	/*
	 * Not elsewhere: other programs on a pinned CPU would starve the vCPU.
	 */
	if (r->backend->emulated)
		machine_pin_apart(m, 0);
	for (u32 i = 0; i < times; i++) {
		struct beside b = { .r = r };

		begin_at_end(r, PER_HUGE, PASSES_BESIDE);
		pair_run_then(switch_beside, switched_beside, &b);
		judge_at_end(r, "logging went on beside the vCPU");
		round_log(r, 0, false);
	}
}

/*
 * With PML a harvest, too, makes every vCPU leave guest mode before KVM protects
 * anything.  So the vCPU must store in between.  All pages are dirty, and the
 * last ones are protected last.
 */
static void harvested_running(struct run *r)
{
	struct machine *m = r->machine;

	if (r->backend->emulated)
		machine_pin_apart(m, 0);
	for (u32 i = 0; i < TIMES; i++) {
		begin_at_end(r, 1, PASSES_HARVESTED);
		settle(r);
		machine_credit(m, 0, m->vcpu[0].expected - HOT);
		harvest_beside(r);
		machine_hold(m, 0);
		pass(r);
		judge_at_end(r, "a harvest was made beside the storing vCPU");
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
	{ .name = "harvested-running", .run = harvested_running,
	  .pages = 2 * PER_HUGE, .clauses = "G17 C22",
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
	{ .name = "harvested", .run = harvested, .pages = 70,
	  .clauses = "G17 C22 R39" },
	/* KVM may read the log of so many pages in parts. */
	{ .name = "harvested-large", .run = harvested, .start = START_FRESH,
	  .pages = 70000, .clauses = "G17 C22 R39",
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING },
	{ .name = "cleared-clean", .run = cleared_clean, .pages = 70, .clauses = "C22",
	  .collectors = COLLECT_CLEAR },
	{ .name = "refused", .run = refused, .pages = 70, .clauses = "G17",
	  .collectors = COLLECT_BITMAP },
	{ .name = "harvested-alone", .run = harvested, .pages = 70,
	  .clauses = "G17 C22 R39", .n = { [ALONE] = true } },
	{ .name = "switched-alone", .run = switched, .start = START_UNLOGGED,
	  .pages = 70, .clauses = "S9 S14", .n = { [ALONE] = true } },
};

const struct test test = {
	.name = "stale",
	.about = "no store goes unreported through a stale translation",
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
