// SPDX-License-Identifier: GPL-2.0-only
#include "host/rate/meter.h"

#include <stdio.h>
#include <string.h>

#include "host/round/run.h"

static u64 count_range(const struct pageset *set, u64 first, u64 nr)
{
	u64 count = 0;

	for (u64 page = pageset_next(set, first); page < first + nr;
	     page = pageset_next(set, page + 1))
		count++;
	return count;
}

static void sum_up(struct run *r, struct meter *x)
{
	x->total = 0;
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		x->total += x->slot[i];
}

void meter_read(struct run *r, const struct window *w, struct meter *got)
{
	struct machine *m = r->machine;
	struct harvest *h = &r->harvest;

	memset(got, 0, sizeof(*got));
	for (u32 i = 0; i < m->nr_slots; i++)
		got->slot[i] = pageset_count(&h->dirty[i]);
	sum_up(r, got);
	for (u32 v = 0; v < m->nr_vcpus; v++) {
		const struct window_grant *g = &w->grant[v];

		if (!m->ring_entries)
			got->vcpu[v] = count_range(&h->dirty[g->slot],
						   g->first, g->pages);
		for (u32 i = 0; m->ring_entries && i < m->nr_slots; i++) {
			u64 nr_pages = m->slot[i].nr_pages;
			const u32 *counts = h->entries[i] + v * nr_pages;

			for (u64 page = 0; page < nr_pages; page++) {
				got->vcpu[v] += counts[page] != 0;
				got->entries += counts[page];
			}
		}
	}
}

void meter_truth(struct run *r, const struct window *w, struct meter *truth)
{
	struct machine *m = r->machine;

	memset(truth, 0, sizeof(*truth));
	for (u32 i = 0; i < m->nr_slots; i++)
		if (m->slot[i].logging)
			truth->slot[i] =
				pageset_count(&r->ledger.slot[i].stored);
	sum_up(r, truth);
	for (u32 v = 0; v < m->nr_vcpus; v++)
		for (u32 i = 0; i < m->nr_slots; i++)
			for (u64 page = 0; page < m->slot[i].nr_pages; page++)
				truth->vcpu[v] +=
					r->ledger.slot[i].marks[v][page] != 0;
	/*
	 * While no page comes twice, the stores can be counted without a list
	 * of pages.
	 */
	for (u32 v = 0; v < m->nr_vcpus; v++) {
		const struct window_grant *g = &w->grant[v];

		if (!g->hot && g->stores <= g->pages &&
		    truth->vcpu[v] != g->stores)
			verdict_error("vCPU %u was granted %u new pages and the ledger has %lu",
				      v, g->stores, truth->vcpu[v]);
	}
}

static void judge_ring(struct run *r, u32 vcpu, u32 slot)
{
	u64 nr_pages = r->machine->slot[slot].nr_pages;
	struct pageset want, got;
	char what[32];

	pageset_init(&want, nr_pages);
	pageset_init(&got, nr_pages);
	pageset_add_counted(&want, r->ledger.slot[slot].marks[vcpu]);
	pageset_add_counted(&got,
			    r->harvest.entries[slot] + vcpu * nr_pages);
	snprintf(what, sizeof(what), "ring of vCPU %u", vcpu);
	round_judge_set(r, slot, what, &want, &want, &got);
	pageset_free(&want);
	pageset_free(&got);
}

void meter_judge(struct run *r, const struct meter *got,
		 const struct meter *truth)
{
	struct machine *m = r->machine;

	for (u32 v = 0; m->ring_entries && v < m->nr_vcpus; v++)
		for (u32 i = 0; i < m->nr_slots; i++)
			if (m->slot[i].logging)
				judge_ring(r, v, i);
	for (u32 i = 0; i < m->nr_slots; i++)
		if (got->slot[i] != truth->slot[i])
			verdict_fail("window %u: %lu dirty pages measured in slot %u, %lu were dirtied",
				     r->round, got->slot[i], m->slot[i].id,
				     truth->slot[i]);
	for (u32 v = 0; v < m->nr_vcpus; v++)
		if (got->vcpu[v] != truth->vcpu[v])
			verdict_fail("window %u: %lu dirty pages measured for vCPU %u, it dirtied %lu",
				     r->round, got->vcpu[v], v,
				     truth->vcpu[v]);
}

double meter_rate(const struct window *w, u64 pages)
{
	u64 ns = window_true_ns(w);

	return ns ? pages * 1e9 / ns : 0;
}

double meter_mib(const struct run *r, double pages_per_s)
{
	return pages_per_s * r->backend->page_size / (1 << 20);
}
