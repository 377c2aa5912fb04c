// SPDX-License-Identifier: GPL-2.0-only
/* Compare what a round must and may report with what its harvest brought. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "host/collect/dirty_io.h"
#include "host/round/allowance.h"
#include "host/round/moved.h"
#include "host/round/oracle.h"
#include "host/round/round.h"
#include "host/round/run.h"

void round_expect(struct run *r, u32 slot, struct pageset *must,
		  struct pageset *may)
{
	const struct ledger_slot *truth = &r->ledger.slot[slot];

	pageset_init(must, truth->stored.nr_pages);
	pageset_init(may, truth->stored.nr_pages);
	if (r->slot[slot].all_ones)
		pageset_fill(must);
	else
		pageset_copy(must, &truth->stored);
	pageset_copy(may, must);
	allowance_widen(r, slot, may);
}

void round_note(struct run *r, u32 slot, const char *what,
		const struct pageset *set)
{
	char *text = NULL;
	char prefix[96];
	size_t bytes;
	FILE *f;
	u64 page;

	if (pageset_is_empty(set))
		return;
	f = open_memstream(&text, &bytes);
	if (!f)
		return;
	snprintf(prefix, sizeof(prefix), "slot %u: %s",
		 r->machine->slot[slot].id, what);
	oracle_print_ranges(f, prefix, set, backend_huge_pages(r->backend));
	fclose(f);
	while (bytes && text[bytes - 1] == '\n')
		text[--bytes] = 0;
	verdict_note("%s", text);
	free(text);
	page = pageset_next(set, 0);
	for (u32 i = 0; i < 3 && page < set->nr_pages; i++) {
		verdict_note("  page %lu: %s",
			     page,
			     ledger_who(&r->ledger, slot, page));
		page = pageset_next(set, page + 1);
	}
}

void round_judge_set(struct run *r, u32 slot, const char *what,
		     const struct pageset *must, const struct pageset *may,
		     const struct pageset *reported)
{
	struct pageset missed, spurious;
	struct oracle_counts v;

	pageset_init(&missed, must->nr_pages);
	pageset_init(&spurious, must->nr_pages);
	v = oracle_judge(must, may, reported, &missed, &spurious);
	if (v.spurious && !v.missed)
		moved_doubt(r, slot);
	verdict_page->lost |= v.missed;
	if (v.missed || v.spurious) {
		round_note(r, slot, "missed", &missed);
		round_note(r, slot, "spurious", &spurious);
		if (r->machine->ring_wrong[0])
			verdict_note("%s", r->machine->ring_wrong);
		verdict_fail("round %u%s%s: %lu pages missed, %lu spurious, of %lu written",
			     r->round, *what ? ", " : "", what,
			     v.missed,
			     v.spurious,
			     pageset_count(must));
	}
	if (v.excused)
		allowance_note(r, slot, must, reported);
	verdict_page->nr_excused += v.excused;
	pageset_free(&missed);
	pageset_free(&spurious);
}

void round_judge_log(struct run *r, u32 slot, const char *what,
		     const struct pageset *want)
{
	struct pageset got;

	pageset_init(&got, want->nr_pages);
	collect_get(r->machine, slot, &got);
	round_judge_set(r, slot, what, want, want, &got);
	pageset_free(&got);
}

void round_judge_no_log(struct run *r, u32 slot)
{
	struct pageset got;
	int err;

	if (!r->collector->ops->has_log)
		return;
	pageset_init(&got, r->machine->slot[slot].nr_pages);
	err = dirty_get(r->machine, slot, got.words);
	pageset_free(&got);
	if (err != ENOENT)
		verdict_fail("round %u: KVM_GET_DIRTY_LOG of a slot without logging: %s, ENOENT expected",
			     r->round, verdict_errno(err));
}

/*
 * A vCPU's ring holds that vCPU's stores (clause R36). It has at most one entry
 * per store, and one more for each harvest while the vCPU ran: at a ring-full
 * exit or beside it, the harvest may have caught a store between its entry and
 * its retirement (R38). A page that an allowance lets KVM report has one entry,
 * unless the allowance says more.
 */
static void judge_ring(struct run *r, u32 slot, u32 *const *marks, u32 v,
		       u32 nr_live, const struct pageset *excused)
{
	u64 nr_pages = r->machine->slot[slot].nr_pages;
	const u32 *entries = r->harvest.entries[slot] + v * nr_pages;
	u32 nr_excused = 0;

	for (u64 page = 0; page < nr_pages; page++) {
		u32 stores = marks[v][page], most;

		if (entries[page] <= stores)
			continue;
		most = stores ? stores + nr_live : pageset_has(excused, page);
		if (entries[page] <= most)
			continue;
		if (most &&
		    entries[page] <= most + allowance_entries(r, slot, marks, v,
							      page)) {
			nr_excused += entries[page] - most;
			continue;
		}
		moved_doubt(r, slot);
		verdict_note("  page %lu: %s", page,
			     ledger_who(&r->ledger, slot, page));
		verdict_fail("round %u: vCPU %u's ring names page %lu of slot %u %u times, for %u stores of it and %u harvests while it ran",
			     r->round, v, page, r->machine->slot[slot].id,
			     entries[page], stores, nr_live);
	}
	if (nr_excused)
		verdict_note("round %u: %u ring entries of vCPU %u allowed",
			     r->round, nr_excused, v);
	verdict_page->nr_excused += nr_excused;
}

void round_judge_entries(struct run *r, u32 slot, u32 *const *marks,
			 const u32 *nr_live)
{
	struct pageset excused;

	pageset_init(&excused, r->machine->slot[slot].nr_pages);
	allowance_widen(r, slot, &excused);
	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		judge_ring(r, slot, marks, v, nr_live[v], &excused);
	pageset_free(&excused);
}

static void judge_all_entries(struct run *r, u32 slot)
{
	u32 nr_live[ABI_MAX_VCPUS];

	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		nr_live[v] = r->machine->vcpu[v].nr_full + r->nr_live;
	round_judge_entries(r, slot, r->ledger.slot[slot].marks, nr_live);
}

/*
 * Reported pages are re-protected, and so armed, if they were mapped:
 * INITIALLY_SET also reports pages that nobody has touched.
 */
static void arm_reported(struct run *r, u32 slot)
{
	const struct ledger_slot *truth = &r->ledger.slot[slot];
	struct pageset *armed = &r->slot[slot].armed;

	if (!r->slot[slot].all_ones || r->slot[slot].mapped) {
		pageset_or(armed, &r->harvest.dirty[slot]);
		moved_armed(r, slot, &r->harvest.dirty[slot]);
	} else {
		pageset_or(armed, &truth->stored);
		pageset_or(armed, &truth->touched);
		moved_armed(r, slot, &truth->stored);
	}
}

void round_judge(struct run *r)
{
	struct machine *m = r->machine;

	for (u32 i = 0; i < m->nr_slots; i++) {
		struct pageset must, may;

		if (!m->slot[i].logging)
			continue;
		round_expect(r, i, &must, &may);
		round_judge_set(r, i, "", &must, &may, &r->harvest.dirty[i]);
		if (m->ring_entries)
			judge_all_entries(r, i);
		arm_reported(r, i);
		r->slot[i].all_ones = false;
		pageset_free(&must);
		pageset_free(&may);
	}
	if (m->ring_wrong[0])
		verdict_fail("round %u: %s", r->round, m->ring_wrong);
	round_forget(r);
}
