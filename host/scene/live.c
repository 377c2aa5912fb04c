// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/live.h"

#include <stdlib.h>

#include "host/round/allowance.h"
#include "host/round/moved.h"

void live_init(struct live *l, struct run *r)
{
	u32 nr_vcpus = r->machine->nr_vcpus;

	*l = (struct live){ .run = r,
			    .nr_pages = r->machine->slot[0].nr_pages };
	l->seen = calloc(l->nr_pages, sizeof(*l->seen));
	l->held = calloc(l->nr_pages, sizeof(*l->held));
	l->reports = calloc(l->nr_pages, sizeof(*l->reports));
	l->stores = calloc(l->nr_pages, sizeof(*l->stores));
	l->in_flight = calloc(l->nr_pages, sizeof(*l->in_flight));
	l->first = calloc(nr_vcpus, sizeof(*l->first));
	l->target = calloc(nr_vcpus, sizeof(*l->target));
	pageset_init(&l->caught, l->nr_pages);
	pageset_init(&l->reported, l->nr_pages);
}

u64 live_content(const struct live *l, u64 page)
{
	const struct machine *m = l->run->machine;
	const void *at = m->slot[0].hva + (page << m->page_shift);

	return __atomic_load_n((const u64 *)at, __ATOMIC_ACQUIRE);
}

void live_see_all(struct live *l)
{
	for (u64 page = 0; page < l->nr_pages; page++)
		l->seen[page] = live_content(l, page);
}

void live_expect(struct live *l, u32 vcpu, u32 nr_stores)
{
	l->first[vcpu] = l->run->machine->vcpu[vcpu].expected + 1;
	l->target[vcpu] = calloc(nr_stores, sizeof(u32));
}

void live_queue(struct live *l, const struct stores *s)
{
	const struct machine_vcpu *v = &l->run->machine->vcpu[s->vcpu];
	u64 number = v->expected + 1;
	struct pattern walk;
	u32 page;

	round_queue(l->run, *s);
	pattern_start(&walk, &v->block->record[v->block->nr_records - 1].pattern);
	while (pattern_next(&walk, &page)) {
		l->target[s->vcpu][number++ - l->first[s->vcpu]] = page;
		l->stores[page]++;
	}
}

void live_ordinals(const struct live *l, u64 *at)
{
	for (u32 v = 0; v < l->run->machine->nr_vcpus; v++)
		at[v] = __atomic_load_n(&l->run->machine->vcpu[v].block->stores,
					__ATOMIC_ACQUIRE);
}

/*
 * Set @caught to the targets of all stores that may have been under way between
 * @before and @after.
 */
static void find_targets(struct live *l, const u64 *before, const u64 *after)
{
	pageset_empty(&l->caught);
	for (u32 v = 0; v < l->run->machine->nr_vcpus; v++)
		for (u64 n = before[v]; n <= after[v]; n++)
			if (n >= l->first[v])
				pageset_add(&l->caught,
					    l->target[v][n - l->first[v]]);
}

static void note_in_flight(struct live *l, const u64 *before, const u64 *after)
{
	find_targets(l, before, after);
	for (u64 page = pageset_next(&l->caught, 0); page < l->nr_pages;
	     page = pageset_next(&l->caught, page + 1))
		l->in_flight[page]++;
}

void live_reports(struct live *l)
{
	const struct machine *m = l->run->machine;
	struct harvest *h = &l->run->harvest;
	const struct pageset *dirty = &h->dirty[0];

	for (u64 page = pageset_next(dirty, 0); page < l->nr_pages;
	     page = pageset_next(dirty, page + 1)) {
		l->seen[page] = live_content(l, page);
		if (!m->ring_entries)
			l->reports[page]++;
		for (u32 v = 0; m->ring_entries && v < m->nr_vcpus; v++)
			l->reports[page] +=
				h->entries[0][v * l->nr_pages + page];
	}
	pageset_copy(&l->reported, dirty);
	harvest_empty(h, m);
}

void live_check_ring(const struct live *l)
{
	if (l->run->machine->ring_wrong[0])
		verdict_fail("%s", l->run->machine->ring_wrong);
}

void live_check_lost(struct live *l, const u64 *before)
{
	u64 now[ABI_MAX_VCPUS];
	u32 lost = 0;

	for (u64 page = 0; page < l->nr_pages; page++)
		l->held[page] = live_content(l, page);
	live_ordinals(l, now);
	find_targets(l, before, now);
	for (u64 page = 0; page < l->nr_pages; page++) {
		if (pageset_has(&l->reported, page) ||
		    pageset_has(&l->caught, page) ||
		    l->held[page] == l->seen[page])
			continue;
		if (lost++ < 10)
			verdict_note("page %lu holds 0x%lx, 0x%lx when it was last reported; in the end: %s",
				     page, l->held[page], l->seen[page],
				     ledger_who(&l->run->ledger, 0, page));
	}
	verdict_page->lost |= lost;
	if (lost)
		verdict_fail("%u pages changed after their last report: a migration would lose them",
			     lost);
}

void live_settle(struct live *l, const u64 *before, bool complete)
{
	u64 now[ABI_MAX_VCPUS];

	live_ordinals(l, now);
	note_in_flight(l, before, now);
	live_reports(l);
	live_check_ring(l);
	if (complete)
		live_check_lost(l, before);
}

/*
 * Entries beyond one per store: what an allowance gives each vCPU that stores
 * to the page, except one vCPU; and one for each time that the host moved the
 * page.
 */
static u32 allowed(const struct live *l, u64 page)
{
	const struct run *r = l->run;
	u32 *const *marks = r->ledger.slot[0].marks;
	u32 times = moved_times(r, 0, page);
	u32 nr_moved = 0, nr = 0;

	for (u32 v = 0; v < r->machine->nr_vcpus; v++) {
		if (!marks[v][page])
			continue;
		nr += allowance_entries(r, 0, marks, v, page) - times;
		nr_moved += times;
	}
	return nr_moved + (nr ? nr - 1 : 0);
}

void live_check_invented(const struct live *l)
{
	u32 nr_excused = 0;

	for (u64 page = 0; page < l->nr_pages; page++) {
		u32 most = l->stores[page] + l->in_flight[page];

		if (l->reports[page] <= most)
			continue;
		if (l->reports[page] <= most + allowed(l, page)) {
			nr_excused += l->reports[page] - most;
			continue;
		}
		moved_doubt(l->run, 0);
		verdict_fail("page %lu was reported %u times for %u stores and %u harvests that may have caught one half done",
			     page, l->reports[page], l->stores[page],
			     l->in_flight[page]);
	}
	if (nr_excused)
		verdict_note("%u ring entries allowed", nr_excused);
	verdict_page->nr_excused += nr_excused;
}
