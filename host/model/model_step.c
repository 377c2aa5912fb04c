// SPDX-License-Identifier: GPL-2.0-only
/* Steps that change slots and logs; those of vCPUs are in model_vcpu.c. */
#include "host/model/model_step.h"

#include <string.h>

#include "host/collect/dirty_io.h"
#include "host/model/model_vcpu.h"

#define WORD_PAGES 64

enum start model_beginning(u32 b)
{
	static const enum start beginnings[] = {
		START_FRESH, START_POPULATED, START_LATE, START_WRITTEN,
		START_UNLOGGED,
	};

	return beginnings[b % ARRAY_LEN(beginnings)];
}

/* Ring entries name a slot as it was: harvest before a slot changes. */
static void empty_rings(struct model *m)
{
	if (m->r->machine->ring_entries)
		model_harvest(m);
}

static void fetch(struct model *m, u32 slot)
{
	struct machine *machine = m->r->machine;
	struct pageset got;
	bool paused;

	if (!m->r->collector->ops->has_log || machine->ring_entries)
		return;
	paused = model_pause(m);
	pageset_init(&got, m->slot[slot].may.nr_pages);
	collect_get(machine, slot, &got);
	model_judge(m, slot, "slot alone", &got);
	if (m->r->collector->ops->manual_clear)
		collect_clear_range(machine, slot, &got, 0, got.nr_pages);
	model_reprotect(m, slot, &got);
	/* A page that may have been reported and was not is clean. */
	pageset_empty(&m->slot[slot].may);
	pageset_free(&got);
	if (paused)
		machine_resume(machine);
}

static void clear(struct model *m, const struct model_step *step)
{
	u32 slot = model_arg(step, 's');
	u64 nr_pages = m->slot[slot].may.nr_pages;
	u64 first = model_arg(step, 'f') / WORD_PAGES * WORD_PAGES;
	u64 end = model_arg(step, 'f') + model_arg(step, 'c') + WORD_PAGES - 1;
	struct pageset mask;
	bool paused;

	if (!m->r->collector->ops->manual_clear || first >= nr_pages)
		return;
	end = end / WORD_PAGES * WORD_PAGES;
	end = end < nr_pages ? end : nr_pages;
	paused = model_pause(m);
	pageset_init(&mask, nr_pages);
	for (u64 page = first; page < end; page += model_arg(step, 'm') + 1)
		pageset_add(&mask, page);
	collect_clear_range(m->r->machine, slot, &mask, first, end - first);
	model_reprotect(m, slot, &mask);
	pageset_free(&mask);
	if (paused)
		machine_resume(m->r->machine);
}

static void take(struct model *m, u32 vcpu, u32 nr)
{
	struct machine *machine = m->r->machine;
	bool paused;

	if (!machine->ring_entries || vcpu >= machine->nr_vcpus)
		return;
	paused = model_pause(m);
	collect_ring_take(&machine->vcpu[vcpu], &m->r->harvest, nr);
	if (paused)
		machine_resume(machine);
	model_judge_part(m);
}

static void reset(struct model *m)
{
	if (!m->r->machine->ring_entries)
		return;
	collect_ring_reset(m->r->machine);
	model_were_reset(m);
}

static void log_slot(struct model *m, u32 slot, bool on)
{
	if (m->r->machine->slot[slot].logging == on)
		return;
	empty_rings(m);
	machine_log(m->r->machine, slot, on);
	if (on) {
		model_log_begins(m, slot);
	} else {
		model_log_ends(m, slot);
		round_judge_no_log(m->r, slot);
	}
}

/* True if a vCPU waits within a record that leads to this slot. */
static bool in_use(const struct model *m, u32 slot)
{
	for (u32 v = 0; v < MODEL_MAX_VCPUS; v++)
		if (m->batch[v].live && m->batch[v].slot == slot)
			return true;
	return false;
}

static void delete_slot(struct model *m, u32 slot)
{
	if (in_use(m, slot))
		return;
	empty_rings(m);
	machine_delete_slot(m->r->machine, slot);
	m->slot[slot].deleted = true;
	model_log_ends(m, slot);
	model_slot_goes(m, slot);
	round_judge_no_log(m->r, slot);
}

static void create_slot(struct model *m, u32 slot, u32 how)
{
	machine_create_slot(m->r->machine, slot,
			    &(struct machine_slot_again){
				    .logging = how,
				    .readonly = how == 2,
			    });
	m->slot[slot].deleted = false;
	if (how)
		model_log_begins(m, slot);
}

/*
 * Places for a slot are a word of the bitmap apart. So a huge mapping fits only
 * in the first place, and every place lies within the gap to the next slot.
 */
static void move_slot(struct model *m, u32 slot, u32 place)
{
	struct machine *machine = m->r->machine;
	u64 gpa = m->slot[slot].home_gpa +
		  ((u64)place * WORD_PAGES << machine->page_shift);

	if (in_use(m, slot) || place > 3 || gpa == machine->slot[slot].gpa)
		return;
	empty_rings(m);
	machine_move_slot(machine, slot, gpa);
	model_slot_goes(m, slot);
}

/* The pages f to f + c - 1 of a step, as far as the slot has them. */
static u64 clip(const struct model *m, const struct model_step *step, u64 *first)
{
	u64 nr_pages = m->slot[model_arg(step, 's')].may.nr_pages;
	u64 nr = model_arg(step, 'c');

	*first = model_arg(step, 'f');
	if (*first >= nr_pages)
		return 0;
	return nr < nr_pages - *first ? nr : nr_pages - *first;
}

/*
 * KVM's mappings may be gone for areas around pages @first to @first + @nr - 1: areas of
 * @bytes that the host's addresses have.
 */
static void unmap_areas(struct model *m, u32 slot, u64 first, u64 nr, u64 bytes)
{
	u32 shift = m->r->machine->page_shift;
	u64 hva = (uintptr_t)m->r->machine->slot[slot].hva;
	u64 end = hva + (m->slot[slot].may.nr_pages << shift);
	u64 from = (hva + (first << shift)) / bytes * bytes;
	u64 to = (hva + ((first + nr) << shift) + bytes - 1) / bytes * bytes;

	from = from > hva ? from : hva;
	to = to < end ? to : end;
	model_unmap(m, slot, (from - hva) >> shift, (to - from) >> shift);
}

static void protect(struct model *m, const struct model_step *step)
{
	u32 slot = model_arg(step, 's'), shift = m->r->machine->page_shift;
	bool guard = step->op == MODEL_GUARD;
	u64 first, nr = clip(m, step, &first), area_bytes;
	const char *why;

	if (!nr)
		return;
	why = (guard ? backing_guard : backing_protect)(
		m->r->backing, m->r->machine->slot[slot].hva + (first << shift),
		nr << shift, &area_bytes);
	if (why && guard)
		verdict_skip("protecting memory by userfaultfd: %s", why);
	if (why)
		verdict_error("protecting memory: %s", why);
	unmap_areas(m, slot, first, nr, area_bytes);
}

static void drop(struct model *m, const struct model_step *step)
{
	u32 slot = model_arg(step, 's'), shift = m->r->machine->page_shift;
	u64 first, nr = clip(m, step, &first), area_bytes;
	const char *why;

	if (!nr)
		return;
	why = backing_drop(m->r->backing,
			   m->r->machine->slot[slot].hva + (first << shift),
			   nr << shift, &area_bytes);
	if (why)
		verdict_skip("giving memory back to the host: %s", why);
	m->r->machine->slot[slot].still = false;
	pageset_del_range(&m->r->slot[slot].populated, first, nr);
	unmap_areas(m, slot, first, nr, area_bytes);
}

/*
 * A page that is new in the host replaces the zero page, and so KVM's mapping
 * of it.
 */
static void fill(struct model *m, const struct model_step *step)
{
	u32 slot = model_arg(step, 's'), shift = m->r->machine->page_shift;
	u64 first, nr = clip(m, step, &first);

	memset(m->r->machine->slot[slot].hva + (first << shift), 0x5a,
	       nr << shift);
	for (u64 page = first; page < first + nr; page++) {
		if (pageset_has(&m->r->slot[slot].populated, page))
			continue;
		model_unmap(m, slot, page, 1);
		pageset_add(&m->r->slot[slot].populated, page);
	}
}

/* Steps about a slot that exists. */
static void slot_step(struct model *m, const struct model_step *step, u32 slot)
{
	bool logging = m->r->machine->slot[slot].logging;

	switch (step->op) {
	case MODEL_FETCH:
		if (logging)
			fetch(m, slot);
		break;
	case MODEL_CLEAR:
		if (logging)
			clear(m, step);
		break;
	case MODEL_ON:
	case MODEL_OFF:
		log_slot(m, slot, step->op == MODEL_ON);
		break;
	case MODEL_AGAIN:
		/* Nothing changes, and nothing is lost (clause S11). */
		machine_log(m->r->machine, slot, logging);
		break;
	case MODEL_DELETE:
		delete_slot(m, slot);
		break;
	case MODEL_MOVE:
		move_slot(m, slot, model_arg(step, 'g'));
		break;
	case MODEL_DROP:
		drop(m, step);
		break;
	case MODEL_FILL:
		fill(m, step);
		break;
	case MODEL_PROTECT:
	case MODEL_GUARD:
		protect(m, step);
		break;
	default:
		model_vcpu_step(m, step);
	}
}

void model_step(struct model *m, const struct model_step *step)
{
	u32 slot = model_arg(step, 's');

	if (slot >= m->r->machine->nr_slots)
		return;
	switch (step->op) {
	case MODEL_BEGIN:
		break;
	case MODEL_MORE:
	case MODEL_STOP:
	case MODEL_KICK:
	case MODEL_SMI:
		model_vcpu_step(m, step);
		break;
	case MODEL_HARVEST:
		model_harvest(m);
		break;
	case MODEL_TAKE:
		take(m, model_arg(step, 'v'), model_arg(step, 'n'));
		break;
	case MODEL_RESET:
		reset(m);
		break;
	case MODEL_CREATE:
		if (m->slot[slot].deleted)
			create_slot(m, slot, model_arg(step, 'l'));
		break;
	default:
		if (!m->slot[slot].deleted)
			slot_step(m, step, slot);
	}
	model_look(m);
}

void model_finish(struct model *m)
{
	for (u32 v = 0; v < MODEL_MAX_VCPUS; v++)
		model_step(m, &(struct model_step){ .op = MODEL_STOP,
						    .arg = { v } });
	model_harvest(m);
	model_harvest(m);
}
