// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two threads harvest the same VM at the same time, as a migration and an
 * independent rate measurement may do.  If a call both reads and clears, KVM
 * gives each dirty page to one of the threads.  Both together must have all
 * pages, or a page is lost.  With manual protection both threads must see all
 * pages.  Then each thread clears its half of the slot.  The border of the
 * halves is the edge of a word.
 *
 * In another case two threads reset the rings.  Each entry must be freed, and
 * counted, once.
 */
#include "host/scene/pair.h"
#include "host/test.h"

#define ROUNDS 6
#define PARTS 8
#define HALF 192 /* of 500 pages, 3 words of the bitmap */

enum { BESIDE };

struct callers {
	struct run *run;
	struct pageset got[2], seen[2]; /* per thread: last call, whole round */
	u32 reset[2];
};

static bool manual(const struct run *r)
{
	return r->collector->ops->manual_clear;
}

/* Clear the seen pages of this thread's half, in the collector's chunks. */
static void clear_half(struct callers *x, u32 which)
{
	struct run *r = x->run;
	u64 nr_pages = r->machine->slot[0].nr_pages;
	u64 first = which ? HALF : 0, end = which ? nr_pages : HALF;
	u64 step = r->collector->chunk_pages ? r->collector->chunk_pages :
					       end - first;

	for (; first < end; first += step)
		collect_clear_range(r->machine, 0, &x->got[which], first,
				    first + step < end ? step : end - first);
}

static void get(void *ctx, u32 which)
{
	struct callers *x = ctx;

	collect_get(x->run->machine, 0, &x->got[which]);
	pageset_or(&x->seen[which], &x->got[which]);
}

static void clear(void *ctx, u32 which)
{
	clear_half(ctx, which);
}

static void get_and_clear(void *ctx, u32 which)
{
	get(ctx, which);
	if (manual(((struct callers *)ctx)->run))
		clear_half(ctx, which);
}

static void begin(struct callers *x, struct run *r)
{
	*x = (struct callers){ .run = r };
	for (u32 i = 0; i < 2; i++) {
		pageset_init(&x->got[i], r->machine->slot[0].nr_pages);
		pageset_init(&x->seen[i], r->machine->slot[0].nr_pages);
	}
	round_initial(r);
}

static void queue(struct run *r, u32 round)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.pattern = { .kind = PATTERN_PERMUTE,
						     .count = 300,
						     .seed = round } });
}

/*
 * The pages that either thread has seen, and @more, must be the pages stored
 * to.
 */
static void judge(struct callers *x, const char *what,
		  const struct pageset *more)
{
	struct run *r = x->run;
	struct pageset must, may;

	round_expect(r, 0, &must, &may);
	pageset_or(&x->seen[0], &x->seen[1]);
	if (more)
		pageset_or(&x->seen[0], more);
	round_judge_set(r, 0, what, &must, &may, &x->seen[0]);
	for (u32 i = 0; i < 2; i++)
		pageset_empty(&x->seen[i]);
	pageset_free(&must);
	pageset_free(&may);
	round_forget(r);
}

static void at_rest(struct callers *x)
{
	struct run *r = x->run;
	struct pageset none;

	pageset_init(&none, r->machine->slot[0].nr_pages);
	pair_run(get, x);
	if (manual(r) && !pageset_equal(&x->got[0], &x->got[1]))
		verdict_fail("round %u: two calls that clear nothing see different logs",
			     r->round);
	if (manual(r))
		pair_run(clear, x);
	judge(x, "seen by either", NULL);
	round_judge_log(r, 0, "after both", &none);
	pageset_free(&none);
}

/*
 * The vCPU gets its stores in parts.  Both threads call while the vCPU stores.
 */
static void beside(struct callers *x)
{
	struct run *r = x->run;
	struct machine *m = r->machine;
	u64 base = m->vcpu[0].expected - 300;

	machine_credit(m, 0, base);
	round_go(r);
	for (u32 part = 1; part <= PARTS; part++) {
		machine_credit(m, 0, base + 300 * part / PARTS);
		pair_run(get_and_clear, x);
	}
	machine_credit(m, 0, ~0ull);
	round_wait(r);
	round_harvest(r);
	judge(x, "seen by either or in the end", &r->harvest.dirty[0]);
}

static void run(struct run *r)
{
	struct callers x;

	begin(&x, r);
	for (u32 i = 0; i < ROUNDS; i++) {
		queue(r, i);
		if (r->c->n[BESIDE]) {
			beside(&x);
		} else {
			round_run(r);
			at_rest(&x);
		}
	}
}

static void reset(void *ctx, u32 which)
{
	struct callers *x = ctx;

	x->reset[which] = collect_ring_reset_beside(x->run->machine);
}

static void resets(struct run *r)
{
	struct machine *m = r->machine;
	struct callers x;

	begin(&x, r);
	for (u32 i = 0; i < ROUNDS; i++) {
		u32 taken = 0;

		for (u32 v = 0; v < m->nr_vcpus; v++)
			round_store(r, v, v * 70, 70);
		round_run(r);
		for (u32 v = 0; v < m->nr_vcpus; v++)
			taken += collect_ring_take(&m->vcpu[v], &r->harvest, ~0u);
		pair_run(reset, &x);
		if (x.reset[0] + x.reset[1] != taken)
			verdict_fail("round %u: two resets at once freed %u and %u entries, %u were harvested",
				     r->round, x.reset[0], x.reset[1], taken);
		collect_ring_freed(m);
		round_judge(r);
	}
}

#define SLOT .pages = 500

static const struct test_case cases[] = {
	{ .name = "at-rest", SLOT },
	{ .name = "at-rest-written", SLOT, .start = START_WRITTEN,
	  .backings = BACKING_THP },
	{ .name = "beside", SLOT,
	  .n = { [BESIDE] = true }, .needs = NEED_CPUS2 },
	{ .name = "resets", SLOT, .vcpus = 3, .run = resets,
	  .collectors = COLLECT_RING | COLLECT_RING_MIN | COLLECT_RING_BITMAP },

	{ .name = "lost-page", SLOT, .fault = "lose-bit",
	  .says = "seen by either: 1 pages missed",
	  .collectors = COLLECT_BITMAP },
	{ .name = "lost-beside", SLOT,
	  .n = { [BESIDE] = true }, .needs = NEED_CPUS2,
	  .fault = "lose-bit", .says = "pages missed",
	  .collectors = COLLECT_BITMAP },
	{ .name = "wrong-count", SLOT, .vcpus = 3, .run = resets,
	  .fault = "reset-count", .says = "two resets at once freed",
	  .collectors = COLLECT_RING },
};

const struct test test = {
	.name = "two_callers",
	.about = "two threads harvest at the same time and lose nothing",
	.clauses = "G18 R21",
	.collectors = COLLECT_LOGS,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
