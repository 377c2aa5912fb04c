// SPDX-License-Identifier: GPL-2.0-only
/* Compare what was reported with what the model expects. */
#include "host/model/model_state.h"
#include "host/round/allowance.h"
#include "host/round/moved.h"

#include <string.h>

/* Harvests at ring-full exits: a store may have been under way at each. */
static u32 nr_full(const struct model *m)
{
	u32 nr = 0;

	for (u32 v = 0; v < m->r->machine->nr_vcpus; v++)
		nr += m->r->machine->vcpu[v].nr_full;
	return nr;
}

static void judge_entries(struct model *m, u32 slot)
{
	u32 nr_live[MODEL_MAX_VCPUS];

	for (u32 v = 0; v < m->r->machine->nr_vcpus; v++)
		nr_live[v] = nr_full(m);
	round_judge_entries(m->r, slot, m->slot[slot].marks, nr_live);
}

/* Excused pages were mapped by a fault while logging was on: small. */
static void are_small(struct model *m, u32 slot, const struct pageset *reported)
{
	struct pageset excused;

	pageset_init(&excused, reported->nr_pages);
	pageset_diff(&excused, reported, &m->slot[slot].must);
	pageset_and(&excused, &m->slot[slot].touched);
	pageset_or(&m->slot[slot].small, &excused);
	pageset_free(&excused);
}

void model_judge(struct model *m, u32 slot, const char *what,
		 const struct pageset *reported)
{
	struct model_slot *s = &m->slot[slot];

	/*
	 * A ring may name a page once per store, also after the page was
	 * harvested.
	 */
	for (u32 v = 0; m->r->machine->ring_entries &&
			v < m->r->machine->nr_vcpus; v++)
		pageset_add_counted(&s->may, s->marks[v]);
	round_judge_set(m->r, slot, what, &s->must, &s->may, reported);
	are_small(m, slot, reported);
}

static void check_ring(const struct model *m)
{
	if (m->r->machine->ring_wrong[0])
		verdict_fail("step %u: %s", m->r->round,
			     m->r->machine->ring_wrong);
}

void model_judge_part(struct model *m)
{
	struct run *r = m->r;

	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		struct pageset *got = &r->harvest.dirty[i];

		if (!model_is_logging(m, i) || pageset_is_empty(got))
			continue;
		judge_entries(m, i);
		are_small(m, i, got);
		pageset_andnot(&m->slot[i].must, got);
		pageset_or(&m->slot[i].taken, got);
		pageset_empty(got);
	}
	check_ring(m);
}

/*
 * Rings may hold entries from before a page was armed. When these are judged
 * the page is armed, so count here what an allowance lets a ring name.
 */
static void keep_allowed(struct model *m, u32 slot)
{
	struct model_slot *s = &m->slot[slot];

	for (u64 page = pageset_next(&s->taken, 0); page < s->taken.nr_pages;
	     page = pageset_next(&s->taken, page + 1))
		for (u32 v = 0; v < m->r->machine->nr_vcpus; v++)
			if (s->marks[v][page])
				s->marks[v][page] += allowance_entries(
					m->r, slot, s->marks, v, page);
}

void model_were_reset(struct model *m)
{
	for (u32 i = 0; i < m->r->machine->nr_slots; i++) {
		if (!model_is_logging(m, i))
			continue;
		keep_allowed(m, i);
		model_arm(m, i, &m->slot[i].taken);
		pageset_empty(&m->slot[i].taken);
	}
	check_ring(m);
}

void model_harvest(struct model *m)
{
	struct run *r = m->r;
	bool paused = model_pause(m);

	if (paused || !model_any_live(m))
		round_harvest(r);
	else
		r->collector->ops->harvest(r->collector, r->machine,
					   &r->harvest, false);
	if (paused)
		machine_resume(r->machine);
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		if (!model_is_logging(m, i))
			continue;
		model_judge(m, i, "", &r->harvest.dirty[i]);
		if (r->machine->ring_entries)
			judge_entries(m, i);
		model_arm(m, i, &m->slot[i].may);
		pageset_empty(&m->slot[i].must);
		pageset_empty(&m->slot[i].may);
		pageset_empty(&m->slot[i].taken);
	}
	check_ring(m);
	moved_new_round(r);
	harvest_empty(&r->harvest, r->machine);
	for (u32 v = 0; v < r->machine->nr_vcpus; v++) {
		r->machine->vcpu[v].nr_full = 0;
		for (u32 i = 0; i < r->machine->nr_slots; i++)
			memset(m->slot[i].marks[v], 0,
			       m->slot[i].may.nr_pages *
				       sizeof(**m->slot[i].marks));
	}
}

static void look_at_log(struct model *m, u32 slot)
{
	struct model_slot *s = &m->slot[slot];
	struct pageset got;

	pageset_init(&got, s->may.nr_pages);
	collect_get(m->r->machine, slot, &got);
	model_judge(m, slot, "in the log", &got);
	/* A dirty page stays dirty until it is cleared (clause M9). */
	pageset_copy(&s->must, &got);
	pageset_copy(&s->may, &got);
	pageset_free(&got);
}

static void look_at_rings(struct model *m)
{
	struct run *r = m->r;
	struct harvest seen;

	harvest_init(&seen, r->machine);
	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		collect_ring_scan(&r->machine->vcpu[v], &seen);
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		struct pageset all;

		if (!model_is_logging(m, i))
			continue;
		pageset_init(&all, seen.dirty[i].nr_pages);
		pageset_fill(&all);
		round_judge_set(r, i, "in the rings", &m->slot[i].must, &all,
				&seen.dirty[i]);
		pageset_free(&all);
	}
	harvest_free(&seen, r->machine);
}

/*
 * Beside a vCPU in guest mode, a processor with a log buffer (PML) may keep
 * entries back. Only steps that say so look for these.
 */
void model_look(struct model *m)
{
	struct run *r = m->r;
	bool live = model_any_live(m);

	check_ring(m);
	if (r->machine->ring_entries && !live)
		look_at_rings(m);
	if (!r->collector->ops->manual_clear ||
	    (live && r->backend->pml && !(m->groups & MODEL_UNKICKED)))
		return;
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		if (model_is_logging(m, i))
			look_at_log(m, i);
}
