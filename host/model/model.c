// SPDX-License-Identifier: GPL-2.0-only
#include "host/model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/model/model_shrink.h"
#include "host/model/model_step.h"
#include "host/round/start.h"
#include "lib/rng.h"
#include "verdict/child.h"

#define MOST_TRIES 500
#define NS_PER_S 1000000000ull
/* The time that a failed case has for shrinking, of the 60 s for all of it. */
#define SHRINK_S 25

/* Shared with the process that runs a sequence. */
struct progress {
	u32 nr_begun; /* steps begun; the last one failed */
	u64 nr_stores;
	struct verdict_page verdict;
};

struct player {
	struct run *r;
	const struct model_plan *plan;
	struct verdict_page *own; /* the verdict of the case */
	struct progress *progress;
	const struct model_seq *seq;
	u32 kind; /* verdict of the failure that is being shrunk */
	u64 shrink_until_ns;
	struct verdict_page found; /* the verdict of the shortest failing
				    * sequence so far */
};

/* In a process of its own. */
static void play(void *arg)
{
	struct player *p = arg;
	const struct model_step *first = p->seq->step;
	struct test_case c = *p->r->c;
	struct run r = *p->r;
	struct model m;

	c.start = model_beginning(p->seq->nr && first->op == MODEL_BEGIN ?
					  model_arg(first, 'b') : 0);
	r.c = &c;
	start_reach(&r);
	if (p->plan->groups & MODEL_ALONE)
		machine_zap_slot_alone(r.machine);
	model_init(&m, &r, p->plan->groups);
	for (u32 i = 0; i < p->seq->nr; i++) {
		p->progress->nr_begun = r.round = i + 1;
		model_step(&m, &p->seq->step[i]);
		p->progress->nr_stores = m.nr_stores;
	}
	r.round++;
	model_finish(&m);
	p->progress->nr_stores = m.nr_stores;
}

/*
 * The verdict is left in p->progress. The sequence's threads are the case's, too: warnings
 * in the kernel's log name them, and who waits for the case asks how long they starved.
 */
static u32 run_sequence(struct player *p, const struct model_seq *seq)
{
	struct verdict_page *own = p->own, *its = &p->progress->verdict;

	memset(p->progress, 0, sizeof(*p->progress));
	p->seq = seq;
	verdict_part_of(own);
	child_run(its, play, p);
	verdict_part_of(NULL);
	verdict_page = own;
	own->nr_excused += its->nr_excused;
	own->nr_moved += its->nr_moved;
	own->nr_sequences++;
	own->nr_steps += p->progress->nr_begun;
	own->nr_stores += p->progress->nr_stores;
	if (its->kind == VERDICT_SKIP)
		verdict_skip("%s", its->reason);
	return its->kind;
}

static bool fails(void *arg, const struct model_seq *seq, u32 *nr)
{
	struct player *p = arg;

	if (machine_now_ns() > p->shrink_until_ns ||
	    run_sequence(p, seq) != p->kind)
		return false;
	*nr = p->progress->nr_begun;
	p->found = p->progress->verdict;
	return true;
}

static void note_steps(const struct model_seq *seq)
{
	for (u32 i = 0; i < seq->nr; i++) {
		struct model_seq one = { .nr = 1, .step = { seq->step[i] } };
		char text[80];

		model_seq_print(&one, text, sizeof(text));
		verdict_note("  step %u: %s", i + 1, text);
	}
	verdict_note("  step %u: all vCPUs end, harvest, harvest", seq->nr + 1);
}

static void __attribute__((noreturn)) end_as(const struct verdict_page *v)
{
	switch (v->kind) {
	case VERDICT_ERROR:
		verdict_error("%s", v->reason);
	case VERDICT_TIMEOUT:
		verdict_timeout("%s", v->reason);
	default:
		verdict_fail("%s", v->reason);
	}
}

/* Make the failing sequence @seq shorter; the result is the case's verdict. */
static void __attribute__((noreturn))
report(struct player *p, struct model_seq *seq, bool shrink, u32 number)
{
	struct model_shrink s = { .fails = fails, .ctx = p,
				  .most_tries = MOST_TRIES };
	u32 nr_drawn = seq->nr;

	p->found = p->progress->verdict;
	p->kind = p->found.kind;
	p->shrink_until_ns = machine_now_ns() +
			     SHRINK_S * NS_PER_S * p->r->timeout_scale;
	if (p->progress->nr_begun < seq->nr)
		seq->nr = p->progress->nr_begun;
	if (shrink)
		model_shrink(&s, seq);
	if (p->found.notes_len)
		verdict_note("%.*s", p->found.notes_len - 1, p->found.notes);
	if (shrink)
		verdict_note("sequence %u, of %u steps, is as bad with %u (%u tries):",
			     number, nr_drawn, seq->nr, s.nr_tries);
	note_steps(seq);
	if (!model_seq_print(seq, p->own->steps, sizeof(p->own->steps)))
		p->own->steps[0] = 0;
	if (p->plan->most_steps && seq->nr > p->plan->most_steps)
		verdict_error("%u steps are left of the sequence, %u at most are needed",
			      seq->nr, p->plan->most_steps);
	end_as(&p->found);
}

static u32 groups_of(const struct run *r, u32 groups)
{
	if (r->collector->ops->has_ring)
		return groups | MODEL_RINGS;
	if (r->collector->ops->manual_clear)
		return groups | MODEL_LOGS | MODEL_MANUAL;
	return groups | MODEL_LOGS;
}

static struct model_area area_of(const struct run *r)
{
	struct model_area area = {
		.nr_slots = 1,
		.nr_pages = { round_pages(r, r->c->pages) },
		.huge_pages = backend_huge_pages(r->backend),
	};

	for (u32 i = 0; i < ARRAY_LEN(r->c->more_pages); i++)
		if (r->c->more_pages[i])
			area.nr_pages[area.nr_slots++] =
				round_pages(r, r->c->more_pages[i]);
	return area;
}

static void note_rate(const struct run *r, u64 since_ns)
{
	double s = (machine_now_ns() - since_ns) / (double)NS_PER_S;

	verdict_note("%lu sequences, %lu steps (%.0f/s), %lu stores (%.0f/s)",
		     verdict_page->nr_sequences, verdict_page->nr_steps,
		     verdict_page->nr_steps / s, verdict_page->nr_stores,
		     verdict_page->nr_stores / s);
}

void model_run(struct run *r, const struct model_plan *plan)
{
	static struct model_seq seq;
	u64 since_ns = machine_now_ns();
	struct player p = {
		.r = r,
		.plan = plan,
		.own = verdict_page,
		.progress = child_shared(sizeof(*p.progress)),
	};
	struct model_area area = area_of(r);

	if (r->steps) {
		if (!model_seq_parse(&seq, r->steps))
			verdict_error("not a sequence of steps: %s", r->steps);
		if (run_sequence(&p, &seq) != VERDICT_PASS)
			report(&p, &seq, false, 0);
		return;
	}
	for (u32 i = 0; r->soak_s ? machine_now_ns() - since_ns <
					     r->soak_s * NS_PER_S :
				    i < plan->nr_sequences; i++) {
		model_seq_draw(&seq, rng_derive(r->seed, i), plan->nr_steps,
			       groups_of(r, plan->groups), &area);
		if (run_sequence(&p, &seq) != VERDICT_PASS)
			report(&p, &seq, true, i);
	}
	note_rate(r, since_ns);
}
