// SPDX-License-Identifier: GPL-2.0-only
#include "host/model/model_vcpu.h"

#include <stdlib.h>

#include "host/scene/smm.h"

/* A stride without a common divisor with the pages of a bitmap word. */
#define STRIDE 7
#define HOT_PAGES 8
#define STRADDLE 2

/*
 * Instructions by number. Shrinking replaces a number by a lower one, which
 * must not need an allowance that the case lacks: so reads are last.
 */
static const struct {
	const char *op;
	s32 offset_bytes;
	bool nested; /* only where there is nesting */
	bool user;   /* only where there is a user mode */
	bool storer; /* with MODEL_STORERS; else a plain store */
} instructions[] = {
	{ .op = "store-64" },
	{ .op = "store-8", .offset_bytes = 11 },
	/* reaches into the next page */
	[STRADDLE] = { .op = "store-64", .offset_bytes = -4 },
	{ .op = "store-64", .nested = true },
	{ .op = "read" },
	{ .op = "emu-store-64", .storer = true },
	{ .op = "mmio-movs-64", .storer = true },
	{ .op = "store-64", .user = true },
	{ .op = "emu-store-64", .nested = true, .storer = true },
};

/* Patterns by number, within an area of @nr_pages pages. */
static struct pattern_spec pattern_of(const struct model_step *step,
				      u32 nr_pages)
{
	static const u32 kinds[] = { PATTERN_RUN, PATTERN_STRIDE,
				     PATTERN_REVERSE, PATTERN_HOT,
				     PATTERN_RANDOM, PATTERN_PERMUTE };
	u32 first = model_arg(step, 'f') % nr_pages;
	u32 left = nr_pages - first;
	struct pattern_spec p = {
		.kind = kinds[model_arg(step, 'p') % ARRAY_LEN(kinds)],
		.nr_pages = nr_pages,
		.first = first,
		.seed = model_arg(step, 'f'),
	};
	u32 most;

	if (p.kind == PATTERN_STRIDE)
		p.step = STRIDE;
	else if (p.kind == PATTERN_HOT)
		p.step = left < HOT_PAGES ? left : HOT_PAGES;
	/* Not more than one pass of the pattern; HOT has no pass. */
	most = pattern_length(&p);
	p.count = model_arg(step, 'c') ? model_arg(step, 'c') : 1;
	if (p.count > most && p.kind != PATTERN_HOT)
		p.count = most;
	return p;
}

static void must_be(const struct machine_vcpu *v, u64 stores)
{
	if (v->block->stores != stores)
		verdict_error("the payload did %lu stores on vCPU %u, %lu were asked for",
			      v->block->stores, v->index, stores);
}

/* Wait until a vCPU has done all stores that it has credit for. */
static void wait_for(struct model *m, u32 vcpu)
{
	machine_wait_spent(m->r->machine, vcpu);
}

static void wait_for_all(struct model *m, u32 vcpus)
{
	for (u32 v = 0; v < MODEL_MAX_VCPUS; v++)
		if (vcpus >> v & 1)
			wait_for(m, v);
}

/* Ring-full exits have harvested and re-protected these pages by now. */
static void judge_full(struct model *m)
{
	u32 nr = 0;

	for (u32 v = 0; v < m->r->machine->nr_vcpus; v++)
		nr += m->r->machine->vcpu[v].nr_full;
	if (!nr)
		return;
	model_judge_part(m);
	model_were_reset(m);
}

static void write(struct model *m, const struct model_step *step, u32 vcpus)
{
	struct machine *machine = m->r->machine;
	u32 slot = model_arg(step, 's');
	u32 o = model_arg(step, 'o') % ARRAY_LEN(instructions);
	bool nested = instructions[o].nested && machine->nest;
	bool plain = instructions[o].storer && !(m->groups & MODEL_STORERS);
	/* A store over the slot's end would go nowhere. */
	u64 nr_pages = m->slot[slot].may.nr_pages - (o == STRADDLE);

	for (u32 v = 0; v < MODEL_MAX_VCPUS; v++) {
		if (!(vcpus >> v & 1) || !nr_pages)
			continue;
		round_queue(m->r, (struct stores){
					  .op = plain ? "store-64" :
							instructions[o].op,
					  .offset_bytes =
						  instructions[o].offset_bytes,
					  .nested = nested,
					  .user = instructions[o].user &&
						  machine->user,
					  .vcpu = v,
					  .slot = slot,
					  .pattern = pattern_of(step, nr_pages),
				  });
		machine_credit(machine, v, machine->vcpu[v].expected);
		machine_go(machine, v);
	}
	if (model_any_live(m))
		wait_for_all(m, vcpus);
	else
		machine_wait(machine);
	for (u32 v = 0; v < MODEL_MAX_VCPUS; v++) {
		if (!(vcpus >> v & 1))
			continue;
		machine->vcpu[v].block->nr_records = 0;
		must_be(&machine->vcpu[v], machine->vcpu[v].expected);
	}
	for (u32 i = 0; i < machine->nr_slots; i++)
		ledger_check_memory(&m->r->ledger, i);
	model_absorb(m, vcpus, nested);
	judge_full(m);
}

/* Let a live vCPU do @nr more stores of its batch, but not the last. */
static void go_on(struct model *m, u32 vcpu, u32 nr)
{
	struct machine *machine = m->r->machine;
	struct model_batch *b = &m->batch[vcpu];
	u32 end = b->nr_done + nr < b->nr ? b->nr_done + nr : b->nr - 1;

	machine_credit(machine, vcpu, b->before + end);
	wait_for(m, vcpu);
	if (machine->vcpu[vcpu].state == VCPU_IDLE)
		must_be(&machine->vcpu[vcpu], b->before + b->nr);
	for (; b->nr_done < end; b->nr_done++)
		model_store(m, vcpu, false, b->slot, b->page[b->nr_done]);
	judge_full(m);
}

static void start(struct model *m, const struct model_step *step, u32 vcpu)
{
	struct machine *machine = m->r->machine;
	struct machine_vcpu *v = &machine->vcpu[vcpu];
	struct model_batch *b = &m->batch[vcpu];
	u32 slot = model_arg(step, 's');
	const struct pattern_spec *spec = &v->block->record[0].pattern;
	struct pattern walk;

	b->before = v->expected;
	round_queue(m->r, (struct stores){
				  .op = "store-64",
				  .vcpu = vcpu,
				  .slot = slot,
				  .pattern = pattern_of(
					  step, m->slot[slot].may.nr_pages),
			  });
	/* No store of the record is done yet. */
	ledger_new_round(&m->r->ledger);
	b->live = true;
	b->slot = slot;
	b->nr = v->expected - b->before;
	b->nr_done = 0;
	b->page = realloc(b->page, b->nr * sizeof(*b->page));
	if (!b->page)
		verdict_error("out of memory");
	pattern_start(&walk, spec);
	for (u32 i = 0; i < b->nr && pattern_next(&walk, &b->page[i]); i++)
		;
	machine_credit(machine, vcpu, b->before);
	machine_go(machine, vcpu);
	go_on(m, vcpu, model_arg(step, 'n'));
}

static void stop(struct model *m, u32 vcpu)
{
	struct machine_vcpu *v = &m->r->machine->vcpu[vcpu];
	struct model_batch *b = &m->batch[vcpu];

	machine_credit(m->r->machine, vcpu, v->expected);
	wait_for(m, vcpu);
	v->block->nr_records = 0;
	must_be(v, v->expected);
	b->live = false;
	for (; b->nr_done < b->nr; b->nr_done++)
		model_store(m, vcpu, false, b->slot, b->page[b->nr_done]);
	judge_full(m);
}

/*
 * The vCPUs of a step's v, as a mask; none if one of them waits within a
 * record.
 */
static u32 idle_vcpus(const struct model *m, u32 vcpu)
{
	u32 vcpus = vcpu < MODEL_MAX_VCPUS ? 1u << vcpu :
					     (1u << MODEL_MAX_VCPUS) - 1;

	for (u32 v = 0; v < MODEL_MAX_VCPUS; v++)
		if (vcpus >> v & 1 && m->batch[v].live)
			return 0;
	return vcpus;
}

/* vCPU 0 enters SMM, stores to a page there, and leaves SMM. */
static void smi(struct model *m, u32 page)
{
	struct machine *machine = m->r->machine;

	if (!m->r->c->smm_pages || m->batch[0].live)
		return;
	page %= m->r->c->smm_pages;
	smm_store(m->r, &page, 1);
	machine_go(machine, 0);
	if (model_any_live(m))
		wait_for(m, 0);
	else
		machine_wait(machine);
	smm_done(m->r);
	model_absorb(m, 1, false);
	judge_full(m);
}

void model_vcpu_step(struct model *m, const struct model_step *step)
{
	u32 vcpu = model_arg(step, 'v');
	u32 vcpus = idle_vcpus(m, vcpu);

	if (step->op == MODEL_SMI) {
		smi(m, model_arg(step, 'f'));
	} else if (step->op == MODEL_WRITE) {
		if (vcpus)
			write(m, step, vcpus);
	} else if (step->op == MODEL_KICK) {
		machine_pause(m->r->machine);
		machine_resume(m->r->machine);
	} else if (vcpu >= MODEL_MAX_VCPUS) {
		return;
	} else if (step->op == MODEL_START) {
		if (vcpus)
			start(m, step, vcpu);
	} else if (!vcpus) {
		if (step->op == MODEL_MORE)
			go_on(m, vcpu, model_arg(step, 'n'));
		else
			stop(m, vcpu);
	}
}
