// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entries behind the dirty ring's soft limit.  KVM stops a vCPU at the limit, but what is
 * under way then still pushes: an instruction that KVM emulates may write two pages, and
 * input that userspace provides is written before KVM looks at the ring.  The reserved
 * entries take these pages (clause R31).  Each case brings the ring to a level, and then
 * makes one instruction push over it.  No page may be lost.
 */
#include "host/collect/collect.h"
#include "host/scene/ring_level.h"
#include "host/test.h"

enum { LEVEL };

#define ROUNDS 3u

/* LEVEL: entries before the soft limit, or behind it. */
#define LAST 1000 /* so that the instruction takes the last two of the ring */

/* Pages of vCPU i begin at i * APART. The largest soft limit is that of 2048 entries. */
#define APART 2100
#define PAGES 4200
#define CLOCK_PAGE 4160 /* aligned to 64 KiB with pages of 4K and more */

static void queue_event(struct run *r, u32 vcpu, u32 page)
{
	struct stores s = r->c->stores[0];

	s.vcpu = vcpu;
	s.pattern.kind = PATTERN_RUN;
	s.pattern.first += page;
	if (!s.pattern.count)
		s.pattern.count = 1;
	round_queue(r, s);
}

/* KVM has to notice by its next entry into the guest. */
static void stops(struct run *r, u32 vcpu)
{
	const struct machine_vcpu *v = &r->machine->vcpu[vcpu];

	if (!v->nr_full) {
		machine_go(r->machine, vcpu);
		round_wait(r);
	}
	if (!v->nr_full)
		verdict_fail("no ring-full exit of vCPU %u, soft limit %u",
			     vcpu, ring_soft_limit(r));
}

/*
 * A round in which the host moved what filled the ring had another level, and does not count.
 * Only an interruption may end a reset before all that was harvested is free, and none can
 * come in each round. QEMU ends with an assertion where a reset does.
 */
static void judge_rounds(u32 rounds_moved, u32 rounds_cut)
{
	if (rounds_moved == ROUNDS)
		verdict_skip("the host moved memory while the ring was filled, in each of %u rounds",
			     rounds_moved);
	if (rounds_cut == ROUNDS - rounds_moved)
		verdict_fail("in each of %u rounds a reset left entries that had been harvested (clause R47)",
			     rounds_cut);
}

/* The ring is n[LEVEL] entries short of the soft limit. */
static void before(struct run *r)
{
	u32 count = ring_soft_limit(r) - r->c->n[LEVEL];
	u32 rounds_cut = 0, rounds_moved = 0;

	for (u32 i = 0; i < ROUNDS; i++) {
		u32 cut = r->machine->ring_cut;
		bool level = true;

		for (u32 v = 0; v < r->machine->nr_vcpus; v++)
			level &= ring_fill(r, v, 0, v * APART, count);
		if (!level) {
			round_report(r);
			rounds_moved++;
			continue;
		}
		for (u32 v = 0; v < r->machine->nr_vcpus; v++)
			queue_event(r, v, v * APART + count + 1);
		round_run(r);
		for (u32 v = 0; v < r->machine->nr_vcpus; v++)
			stops(r, v);
		round_report(r);
		round_finish(r);
		rounds_cut += r->machine->ring_cut > cut;
	}
	judge_rounds(rounds_moved, rounds_cut);
}

struct input {
	struct run *run;
	u32 clocks; /* how often KVM writes the clock, once */
	u32 level;  /* entries then; 0: not there yet */
};

static void fill_behind(void *ctx, struct machine_vcpu *v)
{
	struct input *in = ctx;

	if (in->level)
		return;
	for (u32 i = 0; i < in->clocks; i++)
		ring_clock(in->run, CLOCK_PAGE);
	in->level = collect_ring_count(v);
}

/*
 * The ring is n[LEVEL] entries behind the soft limit when KVM gets the input. Stores cannot
 * bring it there, so KVM writes a clock.
 */
static void behind(struct run *r)
{
	u32 limit = ring_soft_limit(r), level = limit + r->c->n[LEVEL];
	struct input in = { .run = r };
	u32 page, rounds_cut = 0, rounds_moved = 0;

	if (r->c->n[LEVEL] == LAST)
		level = r->machine->ring_entries - 2;
	in.clocks = (level - limit + RING_CLOCK_ENTRIES) / RING_CLOCK_ENTRIES;
	/* A KVM without it skips the case here. */
	ring_clock(r, CLOCK_PAGE);
	round_discard(r);
	for (u32 i = 0; i < ROUNDS; i++) {
		u32 cut = r->machine->ring_cut;

		in.level = 0;
		page = level - RING_CLOCK_ENTRIES * in.clocks;
		if (!ring_fill(r, 0, 0, 0, page)) {
			round_report(r);
			rounds_moved++;
			continue;
		}
		queue_event(r, 0, page + 1);
		machine_on_input(r->machine, fill_behind, &in);
		round_run(r);
		machine_on_input(r->machine, NULL, NULL);
		if (in.level != level)
			verdict_fail("the ring has %u entries before the input, %u expected",
				     in.level, level);
		stops(r, 0);
		ring_clock_done(r, CLOCK_PAGE, in.clocks);
		round_report(r);
		round_finish(r);
		rounds_cut += r->machine->ring_cut > cut;
	}
	judge_rounds(rounds_moved, rounds_cut);
}

/* From the last bytes of a page into the next page. */
#define ACROSS(store, bytes, ...) \
	.stores = { { .op = store, .offset_bytes = -(bytes), __VA_ARGS__ } }
#define BEFORE(what, level, ...) \
	{ .name = what, .run = before, .start = START_FRESH, .pages = PAGES, \
	  .n = { [LEVEL] = level }, __VA_ARGS__ }
#define BEHIND(what, level, ...) \
	{ .name = what, .run = behind, .start = START_FRESH, .pages = PAGES, \
	  .n = { [LEVEL] = level }, __VA_ARGS__ }

static const struct test_case cases[] = {
	/* two faults: the vCPU stops between them, and does the store again */
	BEFORE("store", 1, ACROSS("store-64", 4)),
	BEFORE("store-2", 2, ACROSS("store-64", 4)),
	BEFORE("store-two-vcpus", 1, ACROSS("store-64", 4), .vcpus = 2),
	/* KVM emulates, and writes both pages without a look at the ring */
	BEFORE("emulated", 1, ACROSS("emu-store-64", 4)),
	BEFORE("emulated-2", 2, ACROSS("emu-store-64", 4)),
	BEFORE("emulated-two-vcpus", 1, ACROSS("emu-store-64", 4), .vcpus = 2),
	BEFORE("emulated-user", 1, ACROSS("emu-store-64", 4, .user = true),
	       .user = true),
	BEFORE("emulated-nested", 1, ACROSS("emu-store-64", 4, .nested = true),
	       .nest = NEST),
	BEFORE("call", 1, .stores = { { .op = "emu-call-far", .offset_bytes = 4,
					.pattern.first = 1 } }),
	BEFORE("device", 1, ACROSS("mmio-movs-64", 4)),
	BEFORE("device-push", 1, .stores = { { .op = "mmio-push", .offset_bytes = 4,
					       .pattern.first = 1 } }),
	BEFORE("input", 1, ACROSS("ins-32", 2)),
	BEFORE("input-nested", 1, ACROSS("ins-32", 2, .nested = true),
	       .nest = NEST),
	BEFORE("input-string", 1, ACROSS("rep-ins-8-page", 100)),
	/* with PML the processor's own buffer comes on top: up to 512 entries */
	BEFORE("pages-64", 1,
	       .stores = { { .op = "store-64", .pattern.count = 64 } }),
	BEFORE("pages-511", 1,
	       .stores = { { .op = "store-64", .pattern.count = 511 } }),
	BEFORE("pages-512", 1,
	       .stores = { { .op = "store-64", .pattern.count = 512 } }),
	BEFORE("pages-513", 1,
	       .stores = { { .op = "store-64", .pattern.count = 513 } }),
	/* what userspace provides is written first of all, at any level */
	BEHIND("device-at-limit", 0, ACROSS("mmio-movs-64", 4)),
	BEHIND("device-past-limit", 1, ACROSS("mmio-movs-64", 4)),
	BEHIND("device-last", LAST, ACROSS("mmio-movs-64", 4)),
	BEHIND("input-at-limit", 0, ACROSS("ins-32", 2)),
	BEHIND("input-past-limit", 1, ACROSS("ins-32", 2)),
	BEHIND("input-last", LAST, ACROSS("ins-32", 2)),
	BEHIND("input-last-nested", LAST, ACROSS("ins-32", 2, .nested = true),
	       .nest = NEST),
};

const struct test test = {
	.name = "ring_reserve",
	.about = "what is pushed behind the ring's soft limit is not lost",
	.clauses = "R28 R31 R47",
	.collectors = COLLECT_RING_MIN,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
