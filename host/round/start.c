// SPDX-License-Identifier: GPL-2.0-only
#include "host/round/start.h"

#include <string.h>
#include <sys/mman.h>

#include "host/collect/fault.h"
#include "host/machine/smm_slots.h"
#include "host/memory/still.h"
#include "host/round/run.h"

/*
 * The bytes that the stubs of the store catalogue expect in memory (struct
 * abi_store).
 */
#define PREFILL 0xaa

/*
 * Go to the next store that a host may be unable to execute: any but a plain
 * store-64, and any store in user mode.
 */
static bool next_special(const struct run *r, const struct stores **s)
{
	const struct stores *end = r->c->stores + CASE_MAX_STORES;

	for ((*s)++; *s < end && (*s)->op; (*s)++)
		if (strcmp((*s)->op, "store-64") || (*s)->user)
			return true;
	return false;
}

static bool has_special(const struct run *r)
{
	const struct stores *s = r->c->stores - 1;

	return next_special(r, &s);
}

/*
 * Try each such store of the case once, in the last slot, which is not logged.
 * An instruction that this host cannot execute is no verdict on its dirty logs.
 */
static void try_specials(struct run *r)
{
	const struct stores *s = r->c->stores - 1;
	struct machine *m = r->machine;

	while (next_special(r, &s)) {
		m->probing = s->op;
		round_queue(r, (struct stores){ .op = s->op,
						.user = s->user,
						.slot = m->nr_slots - 1,
						.pattern = { .first = 2,
							     .count = 1 } });
		round_run(r);
		round_forget(r);
	}
	m->probing = NULL;
}

/*
 * The first slot where a row does not say how large it is: a case takes time for each
 * page.  Behind SMALL_BELOW pages another of KVM's page tables begins.
 */
#define SMALL_PAGES (3 * 64 + 3)
#define SMALL_BELOW 96

static u64 small_gpa(const struct run *r)
{
	u64 table = backend_huge_pages(r->backend);

	return MACHINE_GPA_USUAL + (table - SMALL_BELOW) * r->backend->page_size;
}

static struct machine_spec spec_of(const struct run *r)
{
	const struct test_case *c = r->c;
	struct machine_spec spec = {
		.payload = r->image->name,
		.nr_vcpus = c->vcpus ? c->vcpus : 1,
		.nr_late_vcpus = c->late_vcpus,
		.adjacent = c->adjacent,
		.hva = c->hva,
		.backing = r->backing,
		.timeout_scale = r->timeout_scale,
		.guest_page_shift = c->guest_page_shift,
		.nest = c->nest,
		.user = c->user,
		.irqchip = c->irqchip,
		.hyperv = c->hyperv,
		.split_blocks = c->split_blocks,
		.vcpu_id_step = c->vcpu_id_step,
	};
	u32 n = 0;

	spec.slot[n].nr_pages = c->pages ? round_pages(r, c->pages) : SMALL_PAGES;
	spec.slot[n].gpa = c->gpa + c->gpa_pages * r->backend->page_size;
	if (!c->pages && backing_is_huge(r->backing))
		spec.slot[n].nr_pages = round_pages(r, HUGE_AND_TAIL);
	else if (!c->pages && !spec.slot[n].gpa)
		spec.slot[n].gpa = small_gpa(r);
	n++;
	for (u32 i = 0; i < ARRAY_LEN(c->more_pages); i++)
		if (c->more_pages[i])
			spec.slot[n++].nr_pages =
				round_pages(r, c->more_pages[i]);
	spec.slot[1].alias = c->alias;
	if (c->unlogged_pages) {
		spec.slot[n].nr_pages = round_pages(r, c->unlogged_pages);
		spec.slot[n++].unlogged = true;
	}
	if (c->smm_pages)
		smm_slots_add(&spec, &n, round_pages(r, c->smm_pages));
	if (has_special(r)) {
		spec.slot[n].nr_pages = 4;
		spec.slot[n].unlogged = true;
	}
	return spec;
}

static void log_all(struct run *r)
{
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		if (r->machine->slot[i].logged)
			round_log(r, i, true);
}

/*
 * Pin the slots. This populates them, so it is not for a slot that the host
 * must not have touched.
 */
static void keep_still(struct run *r)
{
	struct machine *m = r->machine;

	for (u32 i = 0; i < m->nr_slots; i++) {
		struct machine_slot *s = &m->slot[i];

		if (!backing_can_be_still(r->backing) ||
		    !still_pin(s->hva, s->nr_pages << m->page_shift))
			continue;
		s->still = true;
		pageset_fill(&r->slot[i].populated);
	}
}

static void populate(struct run *r)
{
	struct machine *m = r->machine;

	for (u32 i = 0; i < m->nr_slots; i++) {
		u64 bytes = m->slot[i].nr_pages << m->page_shift;

		/* Not a fault for each page; a kernel without it is slower. */
		(void)madvise(m->slot[i].hva, bytes, MADV_POPULATE_WRITE);
		memset(m->slot[i].hva, PREFILL, bytes);
		pageset_fill(&r->slot[i].populated);
	}
}

void start_visit(struct run *r, const char *op)
{
	for (u32 i = 0; i < r->machine->nr_slots; i++) {
		if (!r->machine->slot[i].logged || r->machine->slot[i].as_id)
			continue;
		round_queue(r, (struct stores){
				       .op = op,
				       .slot = i,
				       .pattern.kind = PATTERN_RUN,
			       });
		r->slot[i].mapped = true;
		/* The next slot's stores go to the same memory. */
		if (r->c->alias) {
			round_run(r);
			round_forget(r);
		}
	}
	round_run(r);
	round_forget(r);
}

void start_reach(struct run *r)
{
	enum start start = r->c->start;
	struct machine_spec spec = spec_of(r);
	struct machine *m = machine_create(&spec);

	r->machine = m;
	if (r->collector->early)
		r->collector->ops->enable(r->collector, r->backend, m);
	machine_add_slots(m, &spec);
	if (!r->collector->early)
		r->collector->ops->enable(r->collector, r->backend, m);
	pthread_mutex_init(&r->harvest_lock, NULL);
	ledger_init(&r->ledger, m, r->image);
	harvest_init(&r->harvest, m);
	for (u32 i = 0; i < m->nr_slots; i++) {
		pageset_init(&r->slot[i].armed, m->slot[i].nr_pages);
		pageset_init(&r->slot[i].device, m->slot[i].nr_pages);
		pageset_init(&r->slot[i].populated, m->slot[i].nr_pages);
	}
	r->round = 1;

	if (start != START_FRESH && start != START_ARMED)
		populate(r);
	if (start != START_FRESH)
		keep_still(r);
	/* Logged from creation: before any vCPU can have touched the slot. */
	if (start == START_ARMED || start == START_FRESH ||
	    start == START_POPULATED)
		log_all(r);
	if (r->c->guest_pte_dirty)
		machine_set_guest_dirty(m);
	machine_boot(m);
	machine_on_full(m, round_full, r);
	if (has_special(r))
		try_specials(r);
	if (start == START_READ)
		start_visit(r, "read");
	else if (start == START_WRITTEN)
		start_visit(r, "store-64");
	if (start == START_LATE || start == START_READ ||
	    start == START_WRITTEN)
		log_all(r);
	if (start == START_ARMED)
		round_arm(r, false);
	/* A nested guest has page tables of its own. */
	if (start == START_ARMED && r->c->nest)
		round_arm(r, true);
	fault_arm();
}

void run_stores_twice(struct run *r)
{
	for (u32 i = 0; i < 2; i++) {
		for (const struct stores *s = r->c->stores;
		     s < r->c->stores + CASE_MAX_STORES && s->op; s++)
			round_queue(r, *s);
		round_finish(r);
		/* Nothing was written: nothing may be reported. */
		round_finish(r);
	}
}
