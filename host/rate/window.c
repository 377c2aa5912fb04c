// SPDX-License-Identifier: GPL-2.0-only
#include "host/rate/window.h"

#include "host/rate/reaper.h"
#include "host/round/run.h"

static void queue_run(struct run *r, u32 vcpu, const struct window_grant *g,
		      u32 first, u32 count)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.vcpu = vcpu,
					.slot = g->slot,
					.pattern = { .kind = PATTERN_RUN,
						     .nr_pages = g->first +
								 g->pages,
						     .first = first,
						     .count = count } });
}

static void queue(struct run *r, u32 vcpu, struct window_grant *g)
{
	u32 left = g->stores;

	if (!left)
		return;
	if (g->hot) {
		round_queue(r, (struct stores){
				       .op = "store-64",
				       .vcpu = vcpu,
				       .slot = g->slot,
				       .pattern = { .kind = PATTERN_HOT,
						    .first = g->first,
						    .step = g->pages,
						    .count = left,
						    .seed = r->round } });
		return;
	}
	/* A run from the first page of a grant may go round its pages. */
	while (left) {
		u32 count = g->pages - g->next;

		if (!g->next || count > left)
			count = left;
		queue_run(r, vcpu, g, g->first + g->next, count);
		g->next = (g->next + count) % g->pages;
		left -= count;
	}
}

/*
 * The number of stores that all vCPUs together may have begun once part @part
 * is granted.
 */
static void credit(struct run *r, const struct window *w, const u64 *base,
		   u32 part, u32 parts)
{
	for (u32 v = 0; v < r->machine->nr_vcpus; v++) {
		u64 stores = (u64)w->grant[v].stores * part / parts;

		if (w->late && stores && part == parts)
			stores--;
		machine_credit(r->machine, v, base[v] + stores);
	}
}

void window_run(struct run *r, struct window *w)
{
	struct machine *m = r->machine;
	u32 parts = w->parts ? w->parts : 1;
	u64 base[ABI_MAX_VCPUS];

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		base[v] = m->vcpu[v].expected;
		machine_credit(m, v, base[v]);
		queue(r, v, &w->grant[v]);
	}
	round_go(r);
	w->opened_ns = machine_now_ns();
	for (u32 part = 1; part <= parts; part++) {
		credit(r, w, base, part, parts);
		if (w->reaper)
			reaper_wake(w->reaper);
		w->stretched = machine_wait_time(
			m, w->opened_ns + w->length_ns * part / parts);
	}
	for (u32 v = 0; v < m->nr_vcpus; v++)
		machine_credit(m, v, ~0ull);
	round_wait(r);
	w->closed_ns = machine_now_ns();
	if (w->reaper)
		reaper_settle(w->reaper);
	round_harvest(r);
	w->harvested_ns = machine_now_ns();
}
