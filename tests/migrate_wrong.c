// SPDX-License-Identifier: GPL-2.0-only
/*
 * Migrations with a mistake on purpose.  Some VMM has made, or nearly made,
 * each of these mistakes.  A mistake loses a page only if the guest stores to
 * it at a certain moment.  So the sender pauses at that moment, the guest
 * stores to exactly that page and acknowledges, and the sender continues.  The
 * copy must then be wrong in the first round.  If the check did not notice, it
 * would be worth nothing.
 *
 * Each mistake has a control, "right-...": the same pages, pause and store,
 * without the mistake.  There the copy must be equal.
 */
#include "host/migrate/migrate.h"
#include "host/test.h"

/* MISTAKES: bits of migrate.h and track.h.  SCENE: a row of scenes[]. */
enum { MISTAKES, SCENE };

struct page {
	u32 slot, page;
};

static const struct scene {
	struct page sent[2];	   /* stored to before round 1, so round 1 sends them */
	u32 nr_sent;
	enum migrate_at at;	   /* where the sender pauses, ... */
	struct page pause;	   /* ... at this page */
	struct page stored;	   /* the guest then stores to this page */
	s32 shift;
} scenes[] = {
	/* The page itself, right after it was copied. */
	{ { { 0, 70 } }, 1, MIGRATE_AT_SENT, { 0, 70 }, { 0, 70 },
	  MIGRATE_SHIFT },
	/* The page's neighbour, which this round does not send, after the sync
	 * and before the chunk of both is cleared. */
	{ { { 0, 70 } }, 1, MIGRATE_AT_PAGE, { 0, 70 }, { 0, 71 },
	  MIGRATE_SHIFT },
	/*
	 * RAM page 128 begins a chunk of 64, and is page 28 of a slot that
	 * begins at RAM page 100.  So pages 27 and 28 are in one word of KVM's
	 * bitmap, and in different chunks.  Page 27 is sent and then stored to.
	 * Then the chunk of page 28 is cleared.
	 */
	{ { { 1, 27 }, { 1, 28 } }, 2, MIGRATE_AT_SENT, { 1, 27 }, { 1, 27 },
	  MIGRATE_MIN_SHIFT },
};

enum { ITSELF, NEIGHBOUR, CHUNK_BEFORE };

struct play {
	struct run *run;
	const struct scene *scene;
	struct migrate *g;
	bool done;
};

static void queue(struct run *r, const struct page *p, u32 count)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.slot = p->slot,
					.pattern = { .kind = PATTERN_RUN,
						     .first = p->page,
						     .count = count } });
}

static void store(struct run *r, const struct page *p)
{
	queue(r, p, 1);
	round_run(r);
}

static bool same(const struct page *p, u32 slot, u64 page)
{
	return p->slot == slot && p->page == page;
}

static void pause(void *ctx, enum migrate_at at, u32 slot, u64 page)
{
	struct play *x = ctx;

	if (at == MIGRATE_AT_SYNC && !x->g->round)
		for (u32 i = 0; i < x->scene->nr_sent; i++)
			store(x->run, &x->scene->sent[i]);
	if (at != x->scene->at || !same(&x->scene->pause, slot, page) ||
	    x->g->round != 1 || x->done)
		return;
	store(x->run, &x->scene->stored);
	x->done = true;
}

/*
 * If KVM emulates the guest's stores, it marks a page at each store,
 * write-protected or not.  A late reset then loses nothing.
 */
static void need_protection(struct run *r)
{
	struct machine_vcpu *v = &r->machine->vcpu[0];
	const struct page any = { 0, 3 };
	u32 entries = 0;

	for (u32 i = 0; i < 2; i++) {
		store(r, &any);
		entries += collect_ring_take(v, &r->harvest, ~0u);
	}
	collect_ring_reset(r->machine);
	harvest_empty(&r->harvest, r->machine);
	if (entries > 1)
		verdict_skip("this KVM emulates stores, and pushes an entry for each store");
}

static void run(struct run *r)
{
	struct play x = { .run = r, .scene = &scenes[r->c->n[SCENE]] };
	struct migrate g = { .mistakes = r->c->n[MISTAKES], .most_rounds = 1,
			     .beside = pause, .ctx = &x };
	struct track log;

	x.g = &g;
	track_init(&log, r);
	migrate_begin(&g, &log, x.scene->shift);
	if (g.mistakes & TRACK_LATE_RESET)
		need_protection(r);
	migrate_run(&g);
	if (!x.done)
		verdict_error("the sender never came to the page at which it has to pause");
	migrate_check(&g);
	machine_resume(r->machine);
	migrate_end(&g);
	track_free(&log);
}

/*
 * The guest stores to a page that it had stored to before, and waits in guest
 * mode when the log is read for the last time.  With PML the page is in the
 * processor's buffer until the vCPU leaves guest mode.  The vCPU leaves because
 * it is kicked, or by chance for another reason.
 */
static void no_kick(struct run *r)
{
	static const struct page first = { 0, 70 };
	struct migrate g = { .mistakes = r->c->n[MISTAKES] };
	struct machine *m = r->machine;
	struct track log;
	u64 before;

	start_visit(r, "store-64");
	track_init(&log, r);
	migrate_begin(&g, &log, MIGRATE_SHIFT);
	before = m->vcpu[0].expected;
	machine_credit(m, 0, before);
	queue(r, &first, 2);
	round_go(r);
	/*
	 * The first pass sends all pages, before the guest stores to this one.
	 */
	migrate_first(&g);
	machine_credit(m, 0, before + 1);
	machine_wait_spent(m, 0);
	migrate_last(&g);
	if (g.mistakes && g.sent > g.ram_pages)
		verdict_skip("the vCPU left guest mode by itself before the rings were reaped");
	migrate_check(&g);
	machine_credit(m, 0, ~0ull);
	machine_resume(m);
	round_wait(r);
	migrate_end(&g);
	track_free(&log);
}

#define RAM .start = START_UNLOGGED, .pages = 100, .more_pages = { 333, 70 }
#define CLEARS (COLLECT_CLEAR | COLLECT_CLEAR_CHUNKS | COLLECT_CLEAR_INIT)
#define RINGS (COLLECT_RING | COLLECT_RING_MIN | COLLECT_RING_BITMAP)
#define ALL (COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_CLEAR_INIT | RINGS)
#define CAUGHT(page) .fault = "none", \
	.says = "copied wrong 1 page: " page

static const struct test_case cases[] = {
	{ .name = "right-itself", RAM,
	  .n = { [SCENE] = ITSELF }, .collectors = ALL },
	{ .name = "right-neighbour", RAM, .n = { [SCENE] = NEIGHBOUR },
	  .collectors = ALL },
	{ .name = "right-chunk-before", RAM, .n = { [SCENE] = CHUNK_BEFORE },
	  .collectors = ALL },
	{ .name = "right-kick", RAM, .run = no_kick, .collectors = ALL,
	  .needs = NEED_CPUS2 },

	{ .name = "clear-after-send", RAM, CAUGHT("70"), .collectors = CLEARS,
	  .n = { [MISTAKES] = MIGRATE_CLEAR_LATE, [SCENE] = ITSELF } },
	{ .name = "clear-of-unseen", RAM, CAUGHT("71"), .collectors = CLEARS,
	  .n = { [MISTAKES] = TRACK_UNSEEN, [SCENE] = NEIGHBOUR } },
	{ .name = "chunk-rounded-down", RAM, CAUGHT("27"),
	  .collectors = CLEARS,
	  .n = { [MISTAKES] = TRACK_ROUND_DOWN, [SCENE] = CHUNK_BEFORE } },
	{ .name = "reset-after-read", RAM, CAUGHT("70"), .collectors = RINGS,
	  .n = { [MISTAKES] = TRACK_LATE_RESET, [SCENE] = ITSELF } },
	{ .name = "last-sync-left-out", RAM, CAUGHT("70"), .collectors = ALL,
	  .n = { [MISTAKES] = MIGRATE_NO_LAST_SYNC, [SCENE] = ITSELF } },
	{ .name = "no-kick-before-reap", RAM, .run = no_kick, CAUGHT("70"),
	  .collectors = RINGS, .needs = NEED_CPUS2 | NEED_PML,
	  .n = { [MISTAKES] = MIGRATE_NO_KICK } },
};

const struct test test = {
	.name = "migrate_wrong",
	.about = "every mistake that a migration can make is noticed",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
