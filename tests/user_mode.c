// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stores in the guest's user mode.  The guest's page tables say who may write
 * to a page.  KVM takes write access away for the log.  With shadow paging both
 * are in one entry, and a page that is protected against the guest's kernel
 * must be protected against user mode too.  A page that either of them writes
 * must be reported.  So must the stacks that the processor writes to when it
 * leaves user mode.
 */
#include "host/test.h"

#define USER(name, ...) \
	{ .op = name, .user = true, .pattern = { __VA_ARGS__ } }
#define KERNEL(...) { .op = "store-64", .pattern = { __VA_ARGS__ } }

/*
 * Pages on both sides of a word edge.  Offset 64 suits every store's alignment.
 */
#define EACH(name) \
	{ .op = name, .user = true, .offset_bytes = 64, \
	  .pattern = { .kind = PATTERN_RUN, .first = 60, .count = 8 } }

/* Two words and 3 pages. */
#define SMALL .user = true, .pages = 131

/* Logging is switched on when user mode has writable and huge mappings. */
static void written_before(struct run *r)
{
	round_queue(r, (struct stores)USER("store-64", .kind = PATTERN_RUN));
	round_run(r);
	round_forget(r);
	round_log(r, 0, true);
	round_initial(r);
	run_stores_twice(r);
}

static const struct test_case cases[] = {
	{ .name = "store", SMALL,
	  .stores = { USER("store-64", .kind = PATTERN_STRIDE, .step = 7) } },
	{ .name = "fresh", SMALL, .start = START_FRESH,
	  .stores = { USER("store-64", .kind = PATTERN_WORD_EDGE) } },
	{ .name = "late", .user = true, .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP,
	  .stores = { USER("store-64", .kind = PATTERN_HUGE_EDGE) } },
	{ .name = "before", .user = true, .start = START_UNLOGGED,
	  .backings = BACKING_ANON | BACKING_THP, .run = written_before,
	  .stores = { USER("store-64", .kind = PATTERN_STRIDE, .first = 1,
			   .step = 50) } },
	{ .name = "reads", SMALL,
	  .stores = { USER("read", .kind = PATTERN_RUN),
		      USER("store-64", .first = 65, .count = 1) } },
	/* different pages, and then the same ones */
	{ .name = "both", SMALL,
	  .stores = { KERNEL(.kind = PATTERN_STRIDE, .step = 10),
		      USER("store-64", .kind = PATTERN_STRIDE, .first = 5,
			   .step = 10) } },
	{ .name = "both-same", SMALL,
	  .stores = { USER("store-64", .kind = PATTERN_STRIDE, .step = 10),
		      KERNEL(.kind = PATTERN_STRIDE, .step = 20) } },
	{ .name = "back-and-forth", SMALL,
	  .stores = { USER("store-64", .first = 62, .count = 1),
		      KERNEL(.first = 63, .count = 1),
		      USER("store-64", .first = 64, .count = 1),
		      KERNEL(.first = 62, .count = 1) } },
	/* other ways through the processor, and KVM's emulator */
	{ .name = "push", SMALL, .stores = { EACH("push") } },
	{ .name = "string", SMALL, .stores = { EACH("rep-stosq-page") } },
	{ .name = "failed-cmpxchg", SMALL,
	  .stores = { EACH("lock-cmpxchg-miss") } },
	{ .name = "from-a-device", SMALL, .stores = { EACH("mmio-movs-page") } },
	{ .name = "emulated", SMALL, .stores = { EACH("emu-store-64") } },
	/* the stack that the processor writes to when it leaves user mode */
	{ .name = "interrupt", SMALL, .stores = { EACH("user-int") } },
	{ .name = "call-gate", SMALL, .stores = { EACH("user-call-gate") } },
};

const struct test test = {
	.name = "user_mode",
	.about = "stores in the guest's user mode, and when it is left, are reported",
	.clauses = "G2 S1",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS | COLLECT_RING |
		      COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
