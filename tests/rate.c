// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dirty rates.  In each window each vCPU is granted a number of stores, to
 * pages that it has not dirtied for a while, or in a hot set.  Every meter must
 * find exactly the pages of that window: in total, per slot and per vCPU.  If a
 * meter misses a page, or counts it in the next window, the rate is a little
 * wrong in every tool, and nobody notices.
 *
 * A sampling meter hashes some pages in each window.  Its estimate must be the
 * one that follows from the stores.  With a ring, a thread harvests while the
 * window is open.
 *
 * The report notes how long windows and harvests took.  The times are not
 * judged.
 */
#include "host/rate/meter.h"
#include "host/rate/reaper.h"
#include "host/rate/sample.h"
#include "host/rate/shape.h"
#include "host/test.h"

#define NR_WINDOWS 8
#define WINDOW_NS 1000000
#define PARTS 4
/* The most that other tools offer, so that small slots have samples too. */
#define SAMPLES_PER_GIB 4096

enum { SHAPE, STORES, HOW };

#define HOT 0x1	   /* the stores go to a tenth as many pages */
#define SLOWER 0x2 /* each vCPU's rate is half that of the one before it */
#define LATE 0x4   /* a store is granted after the window's time is over */

struct rate {
	struct window w; /* large */
	struct sample sample;
	struct reaper reaper;
	u64 stretched;
};

/*
 * Distribute the vCPUs evenly over the slots, with equal shares of each slot.
 */
static void own_pages(const struct run *r, struct window *w)
{
	const struct machine *m = r->machine;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		struct window_grant *g = &w->grant[v];
		u32 sharers = (m->nr_vcpus + m->nr_slots - 1) / m->nr_slots;

		g->slot = v % m->nr_slots;
		g->pages = m->slot[g->slot].nr_pages / sharers;
		g->first = v / m->nr_slots * g->pages;
		if (r->c->n[HOW] & HOT) {
			g->hot = true;
			g->pages = r->c->n[STORES] / 10;
		}
	}
}

static void grant(const struct run *r, struct window *w, u32 window)
{
	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		w->grant[v].stores =
			shape_stores(r->c->n[SHAPE], r->c->n[STORES], window,
				     NR_WINDOWS) >>
			(r->c->n[HOW] & SLOWER ? v : 0);
}

/* The estimate from the sampled pages that changed, summed over slots. */
static u64 judge_samples(struct run *r, struct sample *s)
{
	u64 estimate = 0;

	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		const struct pageset *stored = &r->ledger.slot[i].stored;
		struct pageset changed, want;
		u64 truth;

		pageset_init(&changed, stored->nr_pages);
		pageset_init(&want, stored->nr_pages);
		sample_changed(s, r->machine, i, &changed);
		pageset_copy(&want, &s->chosen[i]);
		pageset_and(&want, stored);
		truth = sample_estimate(s, i, pageset_count(&want));
		estimate += sample_estimate(s, i, pageset_count(&changed));
		if (!pageset_equal(&changed, &want))
			verdict_fail("window %u: the sampled pages make %lu dirty pages of slot %u, %lu follow from the stores",
				     r->round,
				     sample_estimate(s, i,
						     pageset_count(&changed)),
				     r->machine->slot[i].id, truth);
		pageset_free(&changed);
		pageset_free(&want);
	}
	return estimate;
}

static void note(const struct run *r, const struct window *w,
		 const struct meter *got, u64 estimate)
{
	double rate = meter_rate(w, got->total);

	verdict_note("window %u: %lu pages in %lu us%s, %.0f pages/s, %.1f MiB/s; %lu entries; estimate %lu; harvest %lu us",
		     r->round, got->total, window_true_ns(w) / 1000,
		     w->stretched ? " (stretched)" : "", rate,
		     meter_mib(r, rate), got->entries, estimate,
		     (w->harvested_ns - w->closed_ns) / 1000);
}

static void one_window(struct run *r, struct rate *x)
{
	struct meter got, truth;
	u64 estimate;

	window_run(r, &x->w);
	meter_read(r, &x->w, &got);
	meter_truth(r, &x->w, &truth);
	meter_judge(r, &got, &truth);
	estimate = judge_samples(r, &x->sample);
	note(r, &x->w, &got, estimate);
	if (!truth.total && x->w.stretched)
		verdict_error("a window that waits for no vCPU is marked as stretched");
	x->stretched += x->w.stretched;
	round_judge(r);
}

static void run(struct run *r)
{
	static struct rate x;
	bool late = r->c->n[HOW] & LATE;

	/* INITIALLY_SET's first harvest is not about stores. */
	round_initial(r);
	x.w.length_ns = WINDOW_NS;
	x.w.parts = PARTS;
	x.w.late = late;
	own_pages(r, &x.w);
	sample_begin(&x.sample, r->machine, SAMPLES_PER_GIB,
		     rng_derive(r->seed, 5));
	if (r->machine->ring_entries) {
		reaper_start(&x.reaper, r);
		x.w.reaper = &x.reaper;
	}
	/* Windows are numbered as rounds, and arming was a round. */
	r->round = 1;
	for (u32 i = 0; i < NR_WINDOWS; i++) {
		grant(r, &x.w, i);
		one_window(r, &x);
	}
	if (late && x.stretched != NR_WINDOWS)
		verdict_error("%lu of %u windows that had to wait are marked as stretched",
			      x.stretched, NR_WINDOWS);
	if (x.w.reaper)
		reaper_stop(x.w.reaper);
	sample_free(&x.sample, r->machine);
}

/*
 * Slots that end in the middle of a word, with more pages than a window's
 * stores.
 */
#define SLOTS .pages = 700, .more_pages = { 300 }
#define TWO SLOTS, .vcpus = 2

static const struct test_case cases[] = {
	{ .name = "idle", SLOTS, .n = { [SHAPE] = SHAPE_IDLE } },
	{ .name = "constant", TWO, .collectors = COLLECT_USUAL,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 100 } },
	{ .name = "ramp", TWO, .n = { [SHAPE] = SHAPE_RAMP, [STORES] = 161 } },
	/*
	 * from no store to all pages of one slot; in the other the pages wrap
	 * around
	 */
	{ .name = "burst", TWO,
	  .n = { [SHAPE] = SHAPE_BURST, [STORES] = 300 } },
	{ .name = "square", TWO,
	  .n = { [SHAPE] = SHAPE_SQUARE, [STORES] = 130 } },
	/*
	 * each page about ten times: a ring may repeat it, a meter counts it
	 * once
	 */
	{ .name = "hot-set", TWO,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 300, [HOW] = HOT } },
	{ .name = "each-its-own", SLOTS, .vcpus = 4,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 96, [HOW] = SLOWER } },
	{ .name = "huge", .pages = PER_HUGE + 188, .more_pages = { 300 },
	  .vcpus = 2, .start = START_WRITTEN, .backings = BACKING_THP,
	  .collectors = COLLECT_USUAL,
	  .n = { [SHAPE] = SHAPE_SQUARE, [STORES] = 130 } },
	{ .name = "stretched", TWO,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 20, [HOW] = LATE } },

	/* A lost or an extra page must show as a wrong rate of that window. */
	{ .name = "lost-page", TWO,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 20 },
	  .fault = "lose-bit", .says = "19 dirty pages measured",
	  .collectors = COLLECT_LOGS },
	{ .name = "extra-page", TWO,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 20 },
	  .fault = "extra-bit", .says = "dirty pages measured",
	  .collectors = COLLECT_LOGS },
	{ .name = "counted-twice", TWO,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 20 },
	  .fault = "clear-nothing", .says = "dirty pages measured",
	  .collectors = COLLECT_CLEAR },
	{ .name = "lost-entry", TWO,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 20 },
	  .fault = "ring-drop", .says = "round 1, ring of vCPU",
	  .collectors = COLLECT_RINGS },
	{ .name = "wrong-entry", TWO,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 20 },
	  .fault = "ring-misnumber", .says = ", ring of vCPU",
	  .collectors = COLLECT_RING },
	{ .name = "stale-sample", TWO,
	  .n = { [SHAPE] = SHAPE_CONSTANT, [STORES] = 300 },
	  .fault = "stale-sample", .says = "follow from the stores",
	  .collectors = COLLECT_BITMAP },
};

const struct test test = {
	.name = "rate",
	.about = "meters find exactly the pages that each window was granted",
	.clauses = "G2 S1",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING |
		      COLLECT_RING_MIN | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
