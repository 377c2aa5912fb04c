// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dirty rates for somebody who wants to see them: grant a guest so many pages in
 * each window, measure, and print both; or, with -c, what tracking costs.  Built
 * from the same windows and meters as tests/rate.c.  docs/measuring-rates.md has
 * what it is good for.
 *
 * The output is for run/rate.pl: lines of a keyword and values, between
 * tabs, times in ns.
 *
 *	host	KERNEL	BACKEND	PARAMETERS	PAGE-BYTES
 *	window	NUMBER	GRANTED	MEASURED	MISSED	SPURIOUS	ENTRIES
 *		LENGTH	STRETCHED	HARVEST	PAGES-OF-EACH-VCPU
 *	cost	COLLECTOR	STORES	PAGES	GUEST	HARVEST
 *	skip or error	COLLECTOR	REASON
 *
 * A cost is of one window: GUEST is how long the vCPUs took for STORES stores
 * each, to PAGES pages each, over and over.  Of several windows it is the one
 * that took least: whatever else runs on the machine only adds to it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "host/rate/meter.h"
#include "host/rate/reaper.h"
#include "host/test.h"
#include "host/tools/rate_options.h"
#include "verdict/child.h"
#include "verdict/report.h"

#define MIB (1ull << 20)
#define NS_PER_MS 1000000ull
/* Emulators are slow, and nobody is in a hurry. */
#define TIMEOUT_SCALE 6
#define COST_WINDOWS 7
#define COST_STORES 1024

static struct window w;

static void own_pages(const struct machine *m, u32 pages)
{
	u32 share = m->slot[0].nr_pages / m->nr_vcpus;

	for (u32 v = 0; v < m->nr_vcpus; v++)
		w.grant[v] = (struct window_grant){ .first = v * share,
						    .pages = pages };
}

static void grant(const struct machine *m, u32 stores)
{
	for (u32 v = 0; v < m->nr_vcpus; v++)
		w.grant[v].stores = stores;
}

static void start(struct run *r, const struct wish *x,
		  const struct test_case *c)
{
	const char *missing = x->collector->ops->missing(x->collector,
							 x->backend);

	*r = (struct run){
		.c = c,
		.collector = x->collector,
		.backing = &backings[0],
		.backend = x->backend,
		.image = image_find("dirtier"),
		.seed = 1,
		.timeout_scale = TIMEOUT_SCALE,
	};
	if (missing)
		verdict_skip("%s", missing);
	start_reach(r);
}

static void count_wrong(struct run *r, u64 *missed, u64 *spurious)
{
	struct pageset wrong;

	pageset_init(&wrong, r->machine->slot[0].nr_pages);
	pageset_diff(&wrong, &r->ledger.slot[0].stored, &r->harvest.dirty[0]);
	*missed = pageset_count(&wrong);
	pageset_diff(&wrong, &r->harvest.dirty[0], &r->ledger.slot[0].stored);
	*spurious = pageset_count(&wrong);
	pageset_free(&wrong);
}

static void print_window(struct run *r, const struct wish *x, u32 number)
{
	static struct meter got, truth;
	u64 missed, spurious;

	meter_read(r, &w, &got);
	meter_truth(r, &w, &truth);
	count_wrong(r, &missed, &spurious);
	*x->wrong |= missed || spurious || r->machine->ring_wrong[0];
	printf("window\t%u\t%lu\t%lu\t%lu\t%lu\t%lu\t%lu\t%u\t%lu\t", number,
	       truth.total, got.total, missed, spurious, got.entries,
	       window_true_ns(&w), w.stretched, w.harvested_ns - w.closed_ns);
	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		printf("%s%lu", v ? "," : "", got.vcpu[v]);
	putchar('\n');
	fflush(stdout);
}

static void show(void *arg)
{
	const struct wish *x = arg;
	u64 page_bytes = x->backend->page_size;
	u64 share = x->size_mib * MIB / page_bytes;
	u64 most = x->rate_mib * MIB / page_bytes * x->ms / 1000;
	const struct test_case c = { .pages = share * x->vcpus,
				     .vcpus = x->vcpus,
				     .start = START_ARMED };
	struct reaper reaper;
	struct run r;

	start(&r, x, &c);
	own_pages(r.machine, x->hot && most > 10 ? most / 10 : share);
	w.length_ns = x->ms * NS_PER_MS;
	w.parts = 10;
	for (u32 v = 0; v < x->vcpus; v++)
		w.grant[v].hot = x->hot;
	if (r.machine->ring_entries) {
		reaper_start(&reaper, &r);
		w.reaper = &reaper;
	}
	for (u32 i = 0; i < x->windows; i++) {
		grant(r.machine, shape_stores(x->shape, most, i, x->windows));
		window_run(&r, &w);
		print_window(&r, x, i + 1);
		round_forget(&r);
	}
	if (w.reaper)
		reaper_stop(w.reaper);
	w.reaper = NULL;
}

static u64 least(u64 a, u64 b)
{
	return a < b ? a : b;
}

/* Windows without an end in time: as many stores as fast as they go. */
static void cost(struct run *r, const char *name, u32 pages)
{
	u64 guest = ~0ull, harvest = ~0ull;

	own_pages(r->machine, pages);
	grant(r->machine, COST_STORES);
	for (u32 i = 0; i < COST_WINDOWS; i++) {
		window_run(r, &w);
		guest = least(guest, window_true_ns(&w));
		harvest = least(harvest, w.harvested_ns - w.closed_ns);
		round_forget(r);
	}
	printf("cost\t%s\t%u\t%u\t%lu\t%lu\n", name, COST_STORES, pages, guest,
	       harvest);
	fflush(stdout);
}

static void show_cost(void *arg)
{
	const struct wish *x = arg;
	const struct test_case c = {
		.pages = (u64)COST_STORES * x->vcpus,
		.vcpus = x->vcpus,
		.start = x->unlogged ? START_UNLOGGED : START_ARMED,
	};
	struct run r;

	start(&r, x, &c);
	/* An armed slot was written everywhere, and so is this one. */
	if (x->unlogged)
		start_visit(&r, "store-64");
	for (u32 pages = COST_STORES; pages >= 8; pages /= 4)
		cost(&r, x->unlogged ? "none" : x->collector->name, pages);
}

/* False if there was an error. */
static bool run(struct wish *x, void (*body)(void *arg))
{
	struct verdict_page *v = child_shared(sizeof(*v));

	child_run(v, body, x);
	if (v->kind == VERDICT_PASS)
		return true;
	printf("%s\t%s\t%s\n", v->kind == VERDICT_SKIP ? "skip" : "error",
	       x->collector->name, v->reason);
	fputs(v->notes, stderr);
	return v->kind == VERDICT_SKIP;
}

int main(int argc, char **argv)
{
	bool good = true;
	struct wish x;

	report_watch("rate");
	x = rate_options_parse(argc, argv);
	if (x.only_check)
		return 0;
	x.backend = backend_or_exit(argv[0]);
	x.wrong = child_shared(sizeof(*x.wrong));
	printf("host\t%s\t%s\t%s\t%u\n", x.backend->kernel, x.backend->name,
	       x.backend->params, x.backend->page_size);
	if (x.cost) {
		/* Any collector will do that is not used. */
		x.collector = &collectors[0];
		x.unlogged = true;
		good &= run(&x, show_cost);
		x.unlogged = false;
	}
	for (const struct collector *c = collectors; c->name; c++) {
		if (!rate_options_want(&x, c))
			continue;
		x.collector = c;
		good &= run(&x, x.cost ? show_cost : show);
	}
	return good ? *x.wrong : 2;
}
