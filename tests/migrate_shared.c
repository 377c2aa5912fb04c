// SPDX-License-Identifier: GPL-2.0-only
/*
 * A dirty rate is measured while memory is copied, from the same log.  KVM
 * reports a page once, and both users need the report.  The copy reads the log
 * in the middle of a window, and yet each window's rate must have exactly the
 * pages of that window.  The measurement reads the log, and re-protects pages
 * that are not copied yet, and yet the copy must be equal at the end.  Logging
 * must stay on until both users have left, in either order.
 */
#include "host/migrate/migrate.h"
#include "host/test.h"

enum { MISTAKES, LEAVES };

#define PAGES_PER_WINDOW 120
#define STORES 40
#define HELD_PAGE 70

struct shared {
	struct run *run;
	struct track log;
	struct track_user rate;
	struct migrate g;
	bool measuring;
	u32 windows;
	u64 nr_sent;
};

static void open_window(struct shared *x)
{
	struct machine *m = x->run->machine;

	for (u32 v = 0; v < m->nr_vcpus; v++)
		for (u32 i = 0; i < m->nr_slots; i++)
			round_queue(x->run, (struct stores){
				.op = "store-64", .vcpu = v, .slot = i,
				.pattern = { .kind = PATTERN_RANDOM,
					     .count = STORES / m->nr_slots,
					     .seed = x->windows * 64 + v } });
	round_go(x->run);
}

/* All of the window's stores are done, and no vCPU runs. */
static void judge_window(struct shared *x)
{
	struct run *r = x->run;

	track_sync(&x->log, &x->rate, false);
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		struct pageset must, may;

		round_expect(r, i, &must, &may);
		round_judge_set(r, i, "rate beside a copy", &must, &may,
				&x->rate.dirty[i]);
		pageset_empty(&x->rate.dirty[i]);
		pageset_free(&must);
		pageset_free(&may);
	}
	/* The next window must not show the pages of this one. */
	track_clear_all(&x->log);
}

static void close_window(struct shared *x)
{
	round_wait(x->run);
	if (x->measuring)
		judge_window(x);
	round_forget(x->run);
	x->windows++;
}

static void leave(struct shared *x)
{
	track_leave(&x->log, &x->rate);
	x->measuring = false;
}

static void begin(struct shared *x, struct run *r,
		  void (*beside)(void *ctx, enum migrate_at at, u32 slot,
				 u64 page))
{
	x->run = r;
	start_visit(r, "store-64");
	track_init(&x->log, r);
	track_join(&x->log, &x->rate);
	x->measuring = true;
	round_initial(r);
	x->g = (struct migrate){ .mistakes = r->c->n[MISTAKES], .enough = 8,
				 .most_rounds = 4, .beside = beside, .ctx = x };
	open_window(x);
	close_window(x);
	migrate_begin(&x->g, &x->log, r->collector->chunk_pages == 64 ?
						MIGRATE_MIN_SHIFT :
						MIGRATE_SHIFT);
}

/* Copy the memory, compare, and let the guest continue. */
static void copy(struct shared *x)
{
	migrate_run(&x->g);
	migrate_check(&x->g);
	machine_resume(x->run->machine);
}

/*
 * The copy leaves.  The rate still gets the pages that the copy has not taken.
 */
static void end(struct shared *x)
{
	const struct machine *m = x->run->machine;

	migrate_end(&x->g);
	if (x->measuring) {
		if (!m->slot[0].logging)
			verdict_error("logging ended though one of two users has not left");
		open_window(x);
		close_window(x);
		leave(x);
	}
	if (m->slot[0].logging)
		verdict_error("logging is still on after both users have left");
	track_free(&x->log);
}

static void beside(void *ctx, enum migrate_at at, u32 slot, u64 page)
{
	struct shared *x = ctx;

	(void)slot;
	(void)page;
	if (at != MIGRATE_AT_SENT || x->nr_sent++ % PAGES_PER_WINDOW)
		return;
	close_window(x);
	if (x->run->c->n[LEAVES] && x->windows == 3)
		leave(x);
	open_window(x);
}

static void run(struct run *r)
{
	static struct shared x;

	begin(&x, r, beside);
	open_window(&x);
	copy(&x);
	close_window(&x);
	end(&x);
}

/* Do the stores of a window before the copy reads the log. */
static void before_sync(void *ctx, enum migrate_at at, u32 slot, u64 page)
{
	struct shared *x = ctx;

	(void)slot;
	(void)page;
	if (at != MIGRATE_AT_SYNC)
		return;
	round_store(x->run, 0, HELD_PAGE, 3);
	round_run(x->run);
}

static void from_rate(struct run *r)
{
	static struct shared x;

	begin(&x, r, before_sync);
	x.g.most_rounds = 1;
	copy(&x);
	close_window(&x);
	end(&x);
}

/* Store to a page after it was copied, and then close the window. */
static void after_sent(void *ctx, enum migrate_at at, u32 slot, u64 page)
{
	struct shared *x = ctx;

	if (at != MIGRATE_AT_SENT || slot || page != HELD_PAGE || x->g.round)
		return;
	round_store(x->run, 0, HELD_PAGE, 1);
	round_go(x->run);
	close_window(x);
}

static void from_copy(struct run *r)
{
	static struct shared x;

	begin(&x, r, after_sent);
	copy(&x);
	end(&x);
}

#define RAM .start = START_UNLOGGED, .pages = 100, .more_pages = { 333, 70 }

static const struct test_case cases[] = {
	{ .name = "copy-leaves-first", RAM, .vcpus = 2, .needs = NEED_CPUS2 },
	{ .name = "rate-leaves-first", RAM, .vcpus = 2, .needs = NEED_CPUS2,
	  .n = { [LEAVES] = true } },
	{ .name = "right-for-rate", RAM, .run = from_rate },
	{ .name = "right-for-copy", RAM, .run = from_copy },

	/*
	 * A sync passes pages only to the user who asked, and not to the other.
	 */
	{ .name = "stolen-from-rate", RAM, .run = from_rate,
	  .n = { [MISTAKES] = TRACK_STEAL }, .fault = "none",
	  .says = "rate beside a copy: 3 pages missed",
	  .collectors = COLLECT_BITMAP | COLLECT_RINGS },
	{ .name = "stolen-from-copy", RAM, .run = from_copy,
	  .n = { [MISTAKES] = TRACK_STEAL }, .fault = "none",
	  .says = "copied wrong 1 page: 70" },
};

const struct test test = {
	.name = "migrate_shared",
	.about = "a dirty rate and a copy share a log, and both get all pages",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
