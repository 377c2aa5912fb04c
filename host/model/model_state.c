// SPDX-License-Identifier: GPL-2.0-only
#include "host/model/model_state.h"

#include <stdlib.h>

#include "host/round/allowance.h"
#include "host/round/moved.h"

static void *zeroed(u64 nr, u64 bytes)
{
	void *p = calloc(nr, bytes);

	if (!p)
		verdict_error("out of memory");
	return p;
}

void model_init(struct model *m, struct run *r, u32 groups)
{
	*m = (struct model){ .r = r, .groups = groups };
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		struct model_slot *s = &m->slot[i];
		u64 nr_pages = r->machine->slot[i].nr_pages;

		s->home_gpa = r->machine->slot[i].gpa;
		pageset_init(&s->must, nr_pages);
		pageset_init(&s->may, nr_pages);
		pageset_init(&s->taken, nr_pages);
		pageset_init(&s->small, nr_pages);
		pageset_init(&s->touched, nr_pages);
		for (u32 v = 0; v < r->machine->nr_vcpus; v++)
			s->marks[v] = zeroed(nr_pages, sizeof(**s->marks));
		if (r->machine->slot[i].logging)
			model_log_begins(m, i);
	}
	/* From now on no vCPU begins a store without credit. */
	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		machine_credit(r->machine, v, r->machine->vcpu[v].expected);
}

bool model_is_logging(const struct model *m, u32 slot)
{
	return m->r->machine->slot[slot].logging;
}

void model_log_begins(struct model *m, u32 slot)
{
	struct model_slot *s = &m->slot[slot];

	model_log_ends(m, slot);
	if (!m->r->collector->initially_set)
		return;
	pageset_fill(&s->must);
	pageset_fill(&s->may);
}

void model_log_ends(struct model *m, u32 slot)
{
	struct model_slot *s = &m->slot[slot];

	pageset_empty(&s->must);
	pageset_empty(&s->may);
	pageset_empty(&s->taken);
	/* KVM may map huge and writable again (clause S15). */
	pageset_empty(&s->small);
	pageset_empty(&s->touched);
	pageset_empty(&m->r->slot[slot].armed);
	/* The model keeps this in sets of its own. */
	m->r->slot[slot].all_ones = false;
}

void model_unmap(struct model *m, u32 slot, u64 first, u64 nr)
{
	pageset_del_range(&m->slot[slot].small, first, nr);
	pageset_del_range(&m->slot[slot].touched, first, nr);
	pageset_del_range(&m->r->slot[slot].armed, first, nr);
}

void model_slot_goes(struct model *m, u32 slot)
{
	for (u32 i = 0; i < m->r->machine->nr_slots; i++)
		if (i == slot || !(m->groups & MODEL_ALONE))
			model_unmap(m, i, 0, m->slot[i].may.nr_pages);
}

void model_arm(struct model *m, u32 slot, const struct pageset *set)
{
	struct pageset armed, dirty;

	pageset_init(&armed, set->nr_pages);
	pageset_init(&dirty, set->nr_pages);
	pageset_copy(&armed, set);
	pageset_and(&armed, &m->slot[slot].small);
	pageset_or(&m->r->slot[slot].armed, &armed);
	/* A clear may name clean pages, which changes nothing. */
	pageset_or(&dirty, &m->slot[slot].must);
	pageset_or(&dirty, &m->slot[slot].taken);
	pageset_and(&armed, &dirty);
	moved_armed(m->r, slot, &armed);
	pageset_free(&dirty);
	pageset_free(&armed);
}

void model_reprotect(struct model *m, u32 slot, const struct pageset *set)
{
	model_arm(m, slot, set);
	pageset_andnot(&m->slot[slot].must, set);
	pageset_andnot(&m->slot[slot].may, set);
}

void model_store(struct model *m, u32 vcpu, bool nested, u32 slot, u64 page)
{
	struct model_slot *s = &m->slot[slot];

	m->nr_stores++;
	/* Such a store ends in an exit, and nothing is stored (clause G21). */
	if (m->r->machine->slot[slot].readonly)
		return;
	pageset_add(&m->r->slot[slot].populated, page);
	if (!model_is_logging(m, slot))
		return;
	s->marks[vcpu][page]++;
	pageset_add(&s->may, page);
	if (!nested)
		pageset_add(&s->small, page);
	if (!pageset_has(&s->taken, page))
		pageset_add(&s->must, page);
}

/* A page that a read may report is reported at most once. */
static void absorb_reads(struct model *m, u32 vcpus, u32 slot)
{
	struct model_slot *s = &m->slot[slot];
	struct pageset extra;

	pageset_init(&extra, s->may.nr_pages);
	allowance_widen(m->r, slot, &extra);
	pageset_or(&s->may, &extra);
	pageset_or(&s->touched, &extra);
	for (u64 page = pageset_next(&extra, 0); page < extra.nr_pages;
	     page = pageset_next(&extra, page + 1))
		for (u32 v = 0; v < m->r->machine->nr_vcpus; v++)
			s->marks[v][page] += vcpus >> v & 1;
	pageset_free(&extra);
}

void model_absorb(struct model *m, u32 vcpus, bool nested)
{
	for (u32 i = 0; i < m->r->machine->nr_slots; i++) {
		const struct ledger_slot *l = &m->r->ledger.slot[i];

		if (model_is_logging(m, i))
			absorb_reads(m, vcpus, i);
		for (u64 page = pageset_next(&l->stored, 0);
		     page < l->stored.nr_pages;
		     page = pageset_next(&l->stored, page + 1))
			for (u32 v = 0; v < m->r->machine->nr_vcpus; v++)
				for (u32 k = 0; k < l->marks[v][page]; k++)
					model_store(m, v, nested, i, page);
	}
	ledger_new_round(&m->r->ledger);
}

bool model_any_live(const struct model *m)
{
	return m->batch[0].live || m->batch[1].live;
}

bool model_pause(struct model *m)
{
	struct machine *machine = m->r->machine;
	/* Clause R33: entries are complete once the vCPU has left. */
	bool need = machine->ring_entries && m->r->backend->pml;

	if (!model_any_live(m) || (m->groups & MODEL_UNKICKED && !need))
		return false;
	machine_pause(machine);
	return true;
}
