// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gate checks itself.  A shim between the collectors and KVM injects one
 * fault of each kind that a broken KVM could show (host/collect/fault.h).  The
 * case must fail, with words that name the fault.  The same holds for guests
 * that hang or die, and for a test that crashes.  A fault that is not noticed
 * is a hole in the gate, and an error of this test.
 */
#include <signal.h>

#include "host/test.h"

/* A run across a word edge, and a single page elsewhere. */
#define STORES                                                              \
	{                                                                   \
		{ .op = "store-64",                                           \
		  .pattern = { .kind = PATTERN_RUN, .first = 60,            \
			       .count = 8 } },                              \
		{ .op = "store-64",                                           \
		  .pattern = { .kind = PATTERN_RUN, .first = 150,           \
			       .count = 1 } },                              \
	}

/*
 * KVM_GET_DIRTY_LOG of a slot that does not log must return ENOENT (clause G6).
 */
static void wrong_errno(struct run *r)
{
	round_log(r, 0, false);
	round_judge_no_log(r, 0);
}

/*
 * Write the store record directly: the ledger refuses addresses outside all
 * slots.
 */
static void store_nowhere(struct run *r)
{
	struct abi_vcpu *block = r->machine->vcpu[0].block;

	block->record[0] = (struct abi_record){
		.op = image_op(r->image, "store-64"),
		.area_gva = 0x70000000,
		.page_shift = 12,
		.pattern = { .kind = PATTERN_RUN, .nr_pages = 1 },
	};
	block->nr_records = 1;
	machine_go(r->machine, 0);
	machine_wait(r->machine);
}

static void die(struct run *r)
{
	if (!machine_break_traps(r->machine))
		verdict_skip("this architecture has no triple fault");
	store_nowhere(r);
}

static void bad_record(struct run *r)
{
	struct abi_vcpu *block = r->machine->vcpu[0].block;

	block->record[0] = (struct abi_record){ .op = 9999 };
	block->nr_records = 1;
	machine_go(r->machine, 0);
	machine_wait(r->machine);
}

/* Without credit the vCPU waits in guest mode for ever. */
static void hang(struct run *r)
{
	machine_credit(r->machine, 0, 0);
	r->machine->deadline_s = 1;
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern.count = 1 });
	round_finish(r);
}

static void crash(struct run *r)
{
	(void)r;
	raise(SIGSEGV);
}

/* These cases do not depend on the collector, so one is enough. */
#define ONE COLLECT_BITMAP

#define ROW(words, ...)                                              \
	.fault = "none", .says = words, .expects = VERDICT_ERROR,    \
	.collectors = ONE,                                           \
	.stores = { { .op = "store-64", .pattern.count = 1, __VA_ARGS__ } }

/*
 * Faults of a ring change the ring's first entry.  KVM does not define which
 * page that is: with PML the entries come in reverse order (clause B31).
 */
static const struct test_case cases[] = {
	{ .name = "lose-bit", .fault = "lose-bit", .says = "missed 1 page: 60",
	  .stores = STORES, .collectors = COLLECT_LOGS },
	{ .name = "extra-bit", .fault = "extra-bit",
	  .says = "spurious 1 page: 68", .stores = STORES,
	  .collectors = COLLECT_LOGS },
	{ .name = "tail-bit", .fault = "tail-bit", .says = "past its end",
	  .stores = STORES, .collectors = COLLECT_LOGS },
	{ .name = "no-reprotect", .fault = "no-reprotect",
	  .says = "missed 1 page: ", .stores = STORES },
	{ .name = "shift-clear", .fault = "shift-clear", .says = "spurious",
	  .stores = STORES, .collectors = COLLECT_CLEAR_CHUNKS },
	{ .name = "clear-nothing", .fault = "clear-nothing",
	  .says = "spurious 9 pages", .stores = STORES,
	  .collectors = COLLECT_CLEAR },
	{ .name = "ring-drop", .fault = "ring-drop",
	  .says = "missed 1 page: ", .stores = STORES,
	  .collectors = COLLECT_RINGS },
	{ .name = "ring-dup", .fault = "ring-dup", .says = "2 times, for 1",
	  .stores = STORES, .collectors = COLLECT_RINGS },
	{ .name = "ring-misnumber", .fault = "ring-misnumber",
	  .says = "missed 1 page: ", .stores = STORES,
	  .collectors = COLLECT_RINGS },
	{ .name = "ring-slot", .fault = "ring-slot",
	  .says = "which is not logged", .stores = STORES,
	  .collectors = COLLECT_RINGS },
	{ .name = "backup-bit", .fault = "backup-bit",
	  .says = "backup bitmap 1 page: 0", .stores = STORES,
	  .collectors = COLLECT_RING_BITMAP },
	{ .name = "reset-count", .fault = "reset-count",
	  .says = "9 were harvested", .stores = STORES,
	  .collectors = COLLECT_RINGS },
	{ .name = "errno", .fault = "errno", .says = "ENOENT expected",
	  .run = wrong_errno, .collectors = COLLECT_LOGS },
	{ .name = "guest-skip", .fault = "guest-skip",
	  .says = "stores on vCPU 0", .stores = STORES,
	  .expects = VERDICT_ERROR },
	{ .name = "guest-page-fault", .fault = "none", .run = store_nowhere,
	  .says = "vCPU 0: exception", .collectors = ONE },
	{ .name = "guest-triple-fault", .fault = "none", .run = die,
	  .says = "triple fault, pc 0x", .collectors = ONE },
	{ .name = "guest-bad-record", .fault = "none", .run = bad_record,
	  .says = "the payload rejects record 0", .collectors = ONE },
	{ .name = "guest-hang", .fault = "none", .run = hang,
	  .says = "vCPU 0 hangs: no store begun", .collectors = ONE,
	  .expects = VERDICT_TIMEOUT },
	/* A row that asks for what its case does not have is our mistake. */
	{ .name = "row-vcpu", ROW("column .vcpus", .vcpu = 1) },
	{ .name = "row-slot", ROW("column", .slot = 2) },
	{ .name = "row-nested", ROW("column .nest", .nested = true) },
	{ .name = "row-user", ROW("column .user", .user = true) },
	{ .name = "crash", .fault = "none", .run = crash,
	  .says = "crashed, signal", .collectors = ONE,
	  .expects = VERDICT_ERROR },
};

const struct test test = {
	.name = "faults",
	.about = "the gate notices every injected fault",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
