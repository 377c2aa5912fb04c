// SPDX-License-Identifier: GPL-2.0-only
#include "host/round.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/allowance.h"
#include "host/fault.h"
#include "host/oracle.h"
#include "host/test.h"

u64 round_pages(const struct run *r, u64 nr)
{
	u64 nr_huge = (nr + PER_HUGE / 2) / PER_HUGE;

	return nr - nr_huge * PER_HUGE +
	       nr_huge * backend_huge_pages(r->backend);
}

static void replace_huge(const struct run *r, struct pattern_spec *p)
{
	p->first = round_pages(r, p->first);
	p->count = round_pages(r, p->count);
	p->step = round_pages(r, p->step);
	if (p->kind == PATTERN_HUGE_EDGE && !p->step)
		p->step = backend_huge_pages(r->backend);
}

void round_queue(struct run *r, struct stores s)
{
	struct machine *m = r->machine;
	struct machine_vcpu *v = &m->vcpu[s.vcpu];
	struct abi_record *record = &v->block->record[v->block->nr_records];
	u32 shift = s.guest_pages ? m->guest_page_shift : m->page_shift;

	if (v->block->nr_records == ABI_MAX_RECORDS)
		verdict_error("more than %u store records in one batch",
			      ABI_MAX_RECORDS);
	replace_huge(r, &s.pattern);
	if (!s.pattern.nr_pages)
		s.pattern.nr_pages =
			m->slot[s.slot].nr_pages << m->page_shift >> shift;
	s.pattern.seed = rng_derive(r->seed, s.pattern.seed);
	if (s.offset_bytes < 0)
		s.offset_bytes += 1 << shift;
	*record = (struct abi_record){
		.op = image_op(r->image, s.op),
		.offset_bytes = s.offset_bytes,
		.area_gva = m->slot[s.slot].gpa,
		.page_shift = shift,
		.flags = s.burst ? ABI_RECORD_BURST : 0,
		.pattern = s.pattern,
	};
	if (record->op == image_header(r->image)->nr_stores)
		verdict_error("no store called %s", s.op);
	ledger_replay(&r->ledger, v, record);
	v->block->nr_records++;
	/* The ledger has the whole record, the payload gets a store less. */
	if (fault_strikes(FAULT_GUEST_SKIP))
		record->pattern.count = pattern_length(&s.pattern) - 1;
}

void round_go(struct run *r)
{
	for (u32 i = 0; i < r->machine->nr_vcpus; i++)
		if (r->machine->vcpu[i].block->nr_records)
			machine_go(r->machine, i);
}

void round_wait(struct run *r)
{
	struct machine *m = r->machine;

	machine_wait(m, r->collector->ops->full ? round_full : NULL, r);
	for (u32 i = 0; i < m->nr_vcpus; i++) {
		struct machine_vcpu *v = &m->vcpu[i];

		v->block->nr_records = 0;
		if (v->block->stores != v->expected)
			verdict_error("the payload did %lu stores on vCPU %u, %lu were asked for",
				      v->block->stores, i,
				      v->expected);
	}
	for (u32 i = 0; i < m->nr_slots; i++)
		ledger_check_memory(&r->ledger, i);
}


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

/* The pages of a set as notes, each of a few with what was stored to it. */
static void note_pages(struct run *r, u32 slot, const char *what,
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
		verdict_note("  page %lu: last %s",
			     page,
			     ledger_who(&r->ledger, slot, page));
		page = pageset_next(set, page + 1);
	}
}

void round_harvest(struct run *r)
{
	struct machine *m = r->machine;

	r->collector->ops->harvest(r->collector, m, &r->harvest, true);
	/* Clause G11: it is for writes without a vCPU, and a round has none. */
	for (u32 i = 0; i < m->nr_slots; i++) {
		if (pageset_is_empty(&r->harvest.backup[i]))
			continue;
		note_pages(r, i, "backup bitmap", &r->harvest.backup[i]);
		verdict_fail("round %u: the ring's backup bitmap reports pages of slot %u that only vCPUs wrote",
			     r->round, m->slot[i].id);
	}
}

void round_full(void *run, struct machine_vcpu *v)
{
	struct run *r = run;

	r->collector->ops->full(r->collector, v, &r->harvest);
	if (!r->machine->ring_wrong[0])
		return;
	/*
	 * Name what is lost already, the guest must not run into more of it:
	 * done, not harvested, and not in the ring any more.
	 */
	for (u32 i = 0; i < r->machine->nr_vcpus; i++)
		collect_ring_scan(&r->machine->vcpu[i], &r->harvest);
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		struct pageset lost;

		if (!r->machine->slot[i].logging)
			continue;
		pageset_init(&lost, r->machine->slot[i].nr_pages);
		ledger_done(&r->ledger, i, &lost);
		pageset_andnot(&lost, &r->harvest.dirty[i]);
		note_pages(r, i, "written and lost", &lost);
		pageset_free(&lost);
	}
	verdict_fail("round %u: %s", r->round, r->machine->ring_wrong);
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
	if (v.missed || v.spurious) {
		note_pages(r, slot, "missed", &missed);
		note_pages(r, slot, "spurious", &spurious);
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

/*
 * A vCPU's ring holds what that vCPU stored (clause R36): an entry per store at
 * most, and one more for each ring-full exit, which may have caught a store
 * between its entry and its retirement (R38).  What an allowance lets KVM
 * report comes once.
 */
static void judge_entries(struct run *r, u32 slot, const struct pageset *may)
{
	u64 nr_pages = may->nr_pages;

	for (u32 v = 0; v < r->machine->nr_vcpus; v++) {
		const u32 *entries = r->harvest.entries[slot] + v * nr_pages;
		const u32 *marks = r->ledger.slot[slot].marks[v];
		u32 nr_full = r->machine->vcpu[v].nr_full;

		for (u64 page = 0; page < nr_pages; page++) {
			if (entries[page] <= marks[page] ||
			    (marks[page] &&
			     entries[page] <= marks[page] + nr_full) ||
			    (!marks[page] && entries[page] == 1 &&
			     allowance_excuses(r, slot, page)))
				continue;
			verdict_note("  page %lu: last %s", page,
				     ledger_who(&r->ledger, slot, page));
			verdict_fail("round %u: vCPU %u's ring names page %lu of slot %u %u times, for %u stores of it and %u ring-full exits",
				     r->round, v, page,
				     r->machine->slot[slot].id, entries[page],
				     marks[page], nr_full);
		}
	}
}

void round_forget(struct run *r)
{
	ledger_new_round(&r->ledger);
	harvest_empty(&r->harvest, r->machine);
	for (u32 i = 0; i < r->machine->nr_vcpus; i++)
		r->machine->vcpu[i].nr_full = 0;
	r->round++;
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
			judge_entries(r, i, &may);
		pageset_or(&r->slot[i].armed, &r->harvest.dirty[i]);
		r->slot[i].all_ones = false;
		pageset_free(&must);
		pageset_free(&may);
	}
	if (m->ring_wrong[0])
		verdict_fail("round %u: %s", r->round, m->ring_wrong);
	round_forget(r);
}

void round_finish(struct run *r)
{
	round_go(r);
	round_wait(r);
	round_harvest(r);
	round_judge(r);
}

/*
 * In a burst where a ring can take it: instruction emulation is slow, and what
 * a burst does to a full ring is for ring_full to find out.
 */
void round_arm(struct run *r)
{
	struct machine *m = r->machine;
	u64 pages = 0;
	bool burst;

	for (u32 i = 0; i < m->nr_slots; i++)
		if (m->slot[i].logging)
			pages += m->slot[i].nr_pages;
	burst = !m->ring_entries || pages < m->ring_entries - m->ring_reserved;
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		if (r->machine->slot[i].logging)
			round_queue(r, (struct stores){
					       .op = "store-64",
					       .slot = i,
					       .burst = burst,
					       .pattern.kind = PATTERN_RUN,
				       });
	round_finish(r);
}

void round_log(struct run *r, u32 slot, bool on)
{
	machine_log(r->machine, slot, on);
	/* Logging off lets huge and writable mappings come back (clause S15). */
	pageset_empty(&r->slot[slot].armed);
	r->slot[slot].all_ones = on && r->collector->initially_set;
}
