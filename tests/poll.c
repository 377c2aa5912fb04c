// SPDX-License-Identifier: GPL-2.0-only
/*
 * A small slot is polled, as a VMM polls a framebuffer for the parts to draw
 * again.  The guest draws a frame, and waits for the next in guest mode with no
 * store half done.  The log, read beside the guest, must be exactly that frame.
 * If a page is missed, a part of the picture stays old.  If a page is spurious,
 * the VMM draws for nothing.  Polls in between must find nothing.  In some
 * cases a second vCPU stores to a large slot all the time, which is logged and
 * not polled.
 *
 * The report notes how long KVM_GET_DIRTY_LOG took.  The time is not judged.
 */
#include <stdlib.h>

#include "host/test.h"

/* Each frame is one record, and all records are in one batch. */
#define NR_FRAMES 40
/*
 * Frames if each poll stops the vCPU, which is slow on an emulated processor.
 */
#define NR_KICKED 8
#define IDLE_POLLS 3
#define NS_PER_S 1000000000ull
#define BIG_STORES 2000

enum { DRAWS, BUSY, KICKED, HZ };

/* The durations of the polls. */
struct latency {
	u64 ns[NR_FRAMES * IDLE_POLLS];
	u32 nr;
};

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static void note_latency(struct run *r, const char *what, struct latency *l)
{
	qsort(l->ns, l->nr, sizeof(*l->ns), compare);
	verdict_note("KVM_GET_DIRTY_LOG of %lu pages, %s, %u times: p50 %.1f us, p99 %.1f us, max %.1f us",
		     r->machine->slot[0].nr_pages, what, l->nr,
		     l->ns[l->nr / 2] / 1e3, l->ns[l->nr * 99 / 100] / 1e3,
		     l->ns[l->nr - 1] / 1e3);
}

/* Read the log, which must be @want, and re-protect the reported pages. */
static void one_poll(struct run *r, const char *what,
		     const struct pageset *want, struct latency *l)
{
	struct pageset got;
	u64 before;

	pageset_init(&got, want->nr_pages);
	if (r->c->n[KICKED])
		machine_pause(r->machine);
	before = machine_now_ns();
	collect_get(r->machine, 0, &got);
	l->ns[l->nr++] = machine_now_ns() - before;
	if (r->c->n[KICKED])
		machine_resume(r->machine);
	if (r->collector->ops->manual_clear)
		collect_clear_range(r->machine, 0, &got, 0, got.nr_pages);
	round_judge_set(r, 0, what, want, want, &got);
	pageset_free(&got);
}

/* A frame's pages: mostly one run, every tenth time pages all over the slot. */
static struct pattern_spec frame(struct rng *rng, u32 i, u32 nr_pages)
{
	if (i % 10 == 7)
		return (struct pattern_spec){ .kind = PATTERN_STRIDE,
					      .first = i,
					      .step = 16 };
	return (struct pattern_spec){
		.kind = PATTERN_RUN,
		.first = rng_below(rng, nr_pages - 64),
		.count = 1 + rng_below(rng, 64),
	};
}

static void add_pages(const struct abi_record *record, struct pageset *set)
{
	struct pattern walk;
	u32 page;

	pattern_start(&walk, &record->pattern);
	while (pattern_next(&walk, &page))
		pageset_add(set, page);
}

static void queue(struct run *r, u32 vcpu, u32 slot, struct pattern_spec p)
{
	round_queue(r, (struct stores){ .op = "store-64", .vcpu = vcpu,
					.slot = slot, .pattern = p });
}

static u32 nr_frames(const struct run *r)
{
	return r->c->n[KICKED] ? NR_KICKED : NR_FRAMES;
}

static void queue_all(struct run *r)
{
	struct rng rng;

	rng_seed(&rng, rng_derive(r->seed, 4));
	for (u32 i = 0; i < nr_frames(r); i++)
		queue(r, 0, 0, frame(&rng, i, r->machine->slot[0].nr_pages));
	if (r->c->n[BUSY])
		queue(r, 1, 1, (struct pattern_spec){ .kind = PATTERN_RANDOM,
						      .count = BIG_STORES });
}

static void run(struct run *r)
{
	static struct latency frames, idle;
	struct machine *m = r->machine;
	const struct abi_vcpu *block = m->vcpu[0].block;
	u64 credit = m->vcpu[0].expected;
	struct pageset want;
	u64 begin;

	/* INITIALLY_SET's first harvest is not about stores. */
	round_initial(r);
	pageset_init(&want, m->slot[0].nr_pages);
	machine_credit(m, 0, credit);
	queue_all(r);
	round_go(r);
	begin = machine_now_ns();
	for (u32 i = 0; i < nr_frames(r); i++) {
		if (r->c->n[HZ])
			machine_wait_time(m, begin + i * NS_PER_S / r->c->n[HZ]);
		if (r->c->n[DRAWS]) {
			add_pages(&block->record[i], &want);
			credit += pattern_length(&block->record[i].pattern);
			machine_credit(m, 0, credit);
			machine_wait_spent(m, 0);
		}
		one_poll(r, "frame", &want, &frames);
		pageset_empty(&want);
		for (u32 j = 0; j < (r->c->n[KICKED] ? 1 : IDLE_POLLS); j++)
			one_poll(r, "nothing drawn", &want, &idle);
	}
	note_latency(r, r->c->n[DRAWS] ? "frames" : "no frames", &frames);
	note_latency(r, "nothing drawn", &idle);
	pageset_free(&want);
	if (!r->c->n[DRAWS])
		return;

	/* The frames are judged already.  Nobody has read the other slot's log,
	 * which must have all of that slot's stores. */
	round_wait(r);
	pageset_empty(&r->ledger.slot[0].stored);
	round_report(r);
}

/* With pages of 4K, a slot of 16 MiB and one of 32 MiB. */
#define SMALL .pages = 4096, .start = START_FRESH
#define BIG SMALL, .more_pages = { 8192 }

static const struct test_case cases[] = {
	{ .name = "idle", SMALL },
	{ .name = "drawing", SMALL, .n = { [DRAWS] = true } },
	/* 60 frames a second; all other cases draw as fast as they can */
	{ .name = "drawing-60-hz", SMALL, .n = { [DRAWS] = true, [HZ] = 60 } },
	{ .name = "beside-big", BIG, .n = { [DRAWS] = true } },
	{ .name = "beside-big-busy", BIG, .vcpus = 2,
	  .n = { [DRAWS] = true, [BUSY] = true } },
	{ .name = "written-before", .pages = 4096, .start = START_WRITTEN,
	  .backings = BACKING_THP, .n = { [DRAWS] = true } },
	/* each poll stops the vCPU in the middle of its batch */
	{ .name = "kicked", SMALL, .n = { [DRAWS] = true, [KICKED] = true } },
	{ .name = "lost-page", SMALL, .n = { [DRAWS] = true, [KICKED] = true },
	  .fault = "lose-bit", .says = "frame: 1 pages missed",
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
	{ .name = "stale-page", SMALL, .n = { [DRAWS] = true, [KICKED] = true },
	  .fault = "clear-nothing", .says = "nothing drawn: 0 pages missed",
	  .collectors = COLLECT_CLEAR },
};

const struct test test = {
	.name = "poll",
	.about = "a log that is polled beside a drawing guest has exactly each frame",
	.clauses = "G2 G16 G17",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_CLEAR_INIT,
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
