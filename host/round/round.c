// SPDX-License-Identifier: GPL-2.0-only
#include "host/round/round.h"

#include "host/collect/fault.h"
#include "host/round/moved.h"
#include "host/round/run.h"
#include "lib/rng.h"

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

/* A row that asks for what its case does not have is a mistake of the test. */
static void check_store(const struct machine *m, const struct stores *s)
{
	if (s->vcpu >= m->nr_vcpus)
		verdict_error("a store is for vCPU %u, and the case has %u (column .vcpus)",
			      s->vcpu, m->nr_vcpus);
	if (s->slot >= m->nr_slots)
		verdict_error("a store is for slot %u, and the case has %u (columns .more_pages, .unlogged_pages)",
			      s->slot, m->nr_slots);
	if (s->nested && !m->nest)
		verdict_error("a store is for a nested guest, which the case does not have (column .nest)");
	if (s->user && !m->user)
		verdict_error("a store is for user mode, which the case does not have (column .user)");
}

void round_walked(struct run *r, u32 slot, u64 page, bool writes)
{
	struct ledger_slot *tables = &r->ledger.slot[slot];

	if (writes)
		pageset_add(&tables->walked, page);
	else if (r->backend->two_stage)
		pageset_add(&tables->touched, page);
}

void round_queue(struct run *r, struct stores s)
{
	struct machine *m = r->machine;
	struct machine_vcpu *v = &m->vcpu[s.vcpu];
	struct abi_record *record;
	u32 shift = s.guest_pages ? m->guest_page_shift : m->page_shift;

	check_store(m, &s);
	if (v->block->nr_records == ABI_MAX_RECORDS)
		verdict_error("more than %u store records in one batch",
			      ABI_MAX_RECORDS);
	record = &v->block->record[v->block->nr_records];
	replace_huge(r, &s.pattern);
	if (!s.pattern.nr_pages)
		s.pattern.nr_pages =
			s.view ? m->view.nr_pages :
			m->slot[s.slot].nr_pages << m->page_shift >> shift;
	s.pattern.seed = rng_derive(r->seed, s.pattern.seed);
	if (s.offset_bytes < 0)
		s.offset_bytes += 1 << shift;
	*record = (struct abi_record){
		.op = image_op(r->image, s.op),
		.offset_bytes = s.offset_bytes,
		.area_gva = s.view ? m->view.gva : m->slot[s.slot].gpa,
		.page_shift = shift,
		.flags = (s.burst ? ABI_RECORD_BURST : 0) |
			 (s.user ? ABI_RECORD_USER : 0) |
			 (s.flush ? ABI_RECORD_FLUSH : 0) |
			 (s.value ? ABI_RECORD_VALUE : 0),
		.value = s.value,
		.pattern = s.pattern,
	};
	if (record->op == image_header(r->image)->nr_stores)
		verdict_error("no store called %s", s.op);
	ledger_replay(&r->ledger, v, record);
	/* The nested guest sees the same pages at other addresses. */
	if (s.nested) {
		record->flags |= ABI_RECORD_NESTED;
		record->area_gva += ABI_NESTED_ALIAS;
	}
	v->block->nr_records++;
	/*
	 * FAULT_GUEST_SKIP: the ledger has the whole record, and the payload
	 * gets one store less. A count of 0 would mean the pattern's natural
	 * length.
	 */
	if (pattern_length(&s.pattern) > 1 && fault_strikes(FAULT_GUEST_SKIP))
		record->pattern.count = pattern_length(&s.pattern) - 1;
}

void round_store(struct run *r, u32 vcpu, u32 first, u32 count)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.vcpu = vcpu,
					.pattern = { .kind = PATTERN_RUN,
						     .first = first,
						     .count = count } });
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

	machine_wait(m);
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

void round_harvest(struct run *r)
{
	struct machine *m = r->machine;

	r->collector->ops->harvest(r->collector, m, &r->harvest, true);
	/*
	 * Clauses G11, W7: the backup bitmap is for writes that no vCPU made.
	 */
	for (u32 i = 0; i < m->nr_slots; i++) {
		pageset_andnot(&r->harvest.backup[i],
			       &r->ledger.slot[i].unowned);
		if (pageset_is_empty(&r->harvest.backup[i]))
			continue;
		round_note(r, i, "backup bitmap", &r->harvest.backup[i]);
		verdict_fail("round %u: the ring's backup bitmap reports pages of slot %u that only vCPUs wrote",
			     r->round, m->slot[i].id);
	}
}

void round_harvest_live(struct run *r)
{
	pthread_mutex_lock(&r->harvest_lock);
	r->collector->ops->harvest(r->collector, r->machine, &r->harvest,
				   false);
	r->nr_live++;
	pthread_mutex_unlock(&r->harvest_lock);
}

void round_full(void *run, struct machine_vcpu *v)
{
	struct run *r = run;

	if (!r->collector->ops->full)
		verdict_fail("vCPU %u: KVM_EXIT_DIRTY_RING_FULL in a VM without a ring",
			     v->index);
	pthread_mutex_lock(&r->harvest_lock);
	r->collector->ops->full(r->collector, v, &r->harvest);
	pthread_mutex_unlock(&r->harvest_lock);
	if (!r->machine->ring_wrong[0])
		return;
	/*
	 * The ring has lost entries, so the guest does not go on. Name the lost
	 * pages: their stores are done, and they were neither harvested nor are
	 * in a ring.
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
		round_note(r, i, "written and lost", &lost);
		verdict_page->lost |= pageset_count(&lost);
		pageset_free(&lost);
	}
	verdict_fail("round %u: %s", r->round, r->machine->ring_wrong);
}

void round_forget(struct run *r)
{
	ledger_new_round(&r->ledger);
	harvest_empty(&r->harvest, r->machine);
	for (u32 i = 0; i < r->machine->nr_vcpus; i++)
		r->machine->vcpu[i].nr_full = 0;
	r->nr_live = 0;
	moved_new_round(r);
	r->round++;
}

void round_run(struct run *r)
{
	round_go(r);
	round_wait(r);
}

void round_report(struct run *r)
{
	round_harvest(r);
	round_judge(r);
}

void round_finish(struct run *r)
{
	round_run(r);
	round_report(r);
}

/*
 * Stores come in a burst, because instruction emulation is slow; but not where
 * they would fill a ring, which is for test ring_full to try.
 */
void round_arm(struct run *r, bool nested)
{
	struct machine *m = r->machine;
	u64 pages = 0;
	bool burst;

	for (u32 i = 0; i < m->nr_slots; i++)
		if (m->slot[i].logging && !m->slot[i].as_id)
			pages += m->slot[i].nr_pages;
	burst = !m->ring_entries || pages < m->ring_entries - m->ring_reserved;
	for (u32 i = 0; i < m->nr_slots; i++) {
		if (!m->slot[i].logging || m->slot[i].as_id)
			continue;
		round_queue(r, (struct stores){ .op = "store-64",
						.slot = i,
						.burst = burst,
						.nested = nested,
						.pattern.kind = PATTERN_RUN });
		/* The next slot's stores go to the same memory. */
		if (r->c->alias)
			round_finish(r);
	}
	round_finish(r);
}

void round_discard(struct run *r)
{
	round_harvest(r);
	round_forget(r);
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		r->slot[i].all_ones = false;
}

void round_log(struct run *r, u32 slot, bool on)
{
	machine_log(r->machine, slot, on);
	/*
	 * While logging is off, KVM may map huge and writable again (clause
	 * S15).
	 */
	pageset_empty(&r->slot[slot].armed);
	r->slot[slot].all_ones = on && r->collector->initially_set;
}

void round_initial(struct run *r)
{
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		if (r->slot[i].all_ones) {
			round_finish(r);
			return;
		}
	}
}

void round_relog(struct run *r, u32 slot)
{
	round_run(r);
	/*
	 * Entries of a slot that is not logged are nobody's: harvest before the
	 * slot changes (clause R44).
	 */
	if (r->machine->ring_entries)
		round_harvest(r);
	round_forget(r);
	round_log(r, slot, false);
	round_log(r, slot, true);
	round_initial(r);
	round_finish(r);
}
