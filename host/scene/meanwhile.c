// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/meanwhile.h"

#include "host/round/need.h"
#include "host/round/round_slot.h"
#include "host/scene/ring_level.h"
#include "host/scene/smm.h"

/* Not a multiple of a word, and within the gap between slots. */
#define MOVE_PAGES 37
/* The largest soft limit of the smallest ring is 960, where pages have 16K. */
#define FULL_PAGES 960
#define SMM_PAGES 130

static void queue(const struct mix *x)
{
	for (u32 i = 0; i < x->nr; i++)
		round_queue(x->r, x->store[i]);
}

static void run(const struct mix *x)
{
	queue(x);
	round_run(x->r);
}

/* Done once, each page is reported once. */
static void finish(const struct mix *x)
{
	queue(x);
	round_finish(x->r);
	round_finish(x->r);
}

/*
 * Do the mix twice in one batch.  Between the two @what happens, and the vCPU waits in the
 * mode of the mix' last store.
 */
static void between(const struct mix *x, void (*what)(const struct mix *x))
{
	struct machine *m = x->r->machine;

	queue(x);
	machine_credit(m, x->vcpu, m->vcpu[x->vcpu].expected);
	queue(x);
	round_go(x->r);
	machine_wait_spent(m, x->vcpu);
	what(x);
	machine_credit(m, x->vcpu, ~0ull);
	round_wait(x->r);
}

/* The second half of the mix writes the same pages, so all are expected by now. */
static void harvest_first(const struct mix *x, bool complete)
{
	struct run *r = x->r;
	struct machine *m = r->machine;

	r->collector->ops->harvest(r->collector, m, &r->harvest, false);
	for (u32 i = 0; i < m->nr_slots; i++) {
		struct pageset must, may;

		if (!m->slot[i].logging)
			continue;
		round_expect(r, i, &must, &may);
		/* The processor's log is read at the vCPU's next exit (finding F4, R33). */
		if (!complete)
			pageset_empty(&must);
		round_judge_set(r, i, "beside the vCPU", &must, &may,
				&r->harvest.dirty[i]);
		pageset_free(&must);
		pageset_free(&may);
	}
	harvest_empty(&r->harvest, m);
}

static void harvest_beside(const struct mix *x)
{
	harvest_first(x, !x->r->backend->pml);
}

static void harvest_kicked(const struct mix *x)
{
	machine_pause(x->r->machine);
	harvest_first(x, true);
	machine_resume(x->r->machine);
}

/* What was dirty before is forgotten (clause S10). */
static void switch_log(const struct mix *x)
{
	struct run *r = x->r;

	/* Entries of a slot that is not logged are nobody's (R44). */
	if (r->machine->ring_entries)
		harvest_beside(x);
	round_log(r, 0, false);
	round_log(r, 0, true);
	if (r->slot[0].all_ones)
		r->collector->ops->harvest(r->collector, r->machine, &r->harvest,
					   false);
	r->slot[0].all_ones = false;
	harvest_empty(&r->harvest, r->machine);
}

static void smi(const struct mix *x)
{
	static const u32 pages[] = { 0, 63, 64, SMM_PAGES - 1 };

	machine_pause(x->r->machine);
	harvest_first(x, true);
	smm_store(x->r, pages, ARRAY_LEN(pages));
	machine_resume(x->r->machine);
}

static void rested(const struct mix *x)
{
	finish(x);
	finish(x);
}

/* @what happens within a batch, and is over when the batch is. */
static void within(const struct mix *x, void (*what)(const struct mix *x))
{
	between(x, what);
	round_report(x->r);
	finish(x);
}

static void harvested(const struct mix *x)
{
	within(x, harvest_beside);
}

static void kicked(const struct mix *x)
{
	within(x, harvest_kicked);
}

static void switched(const struct mix *x)
{
	within(x, switch_log);
}

static void entered_smm(const struct mix *x)
{
	between(x, smi);
	smm_done(x->r);
	round_report(x->r);
	finish(x);
}

static void moved(const struct mix *x)
{
	run(x);
	round_move_slot(x->r, 0, MOVE_PAGES);
	round_report(x->r);
	run(x);
	round_move_slot(x->r, 0, -MOVE_PAGES);
	queue(x);
	round_finish(x->r);
	finish(x);
}

/* The vCPU reads through the read-only slot, in the mode of the mix. */
static void read_all(const struct mix *x)
{
	struct stores s = x->store[0];

	s.op = "read";
	s.offset_bytes = 0;
	s.pattern = (struct pattern_spec){ .kind = PATTERN_RUN };
	round_queue(x->r, s);
	round_finish(x->r);
}

static void recreated(const struct mix *x)
{
	struct machine_slot_again as = { .logging = true, .readonly = true };

	run(x);
	round_delete_slot(x->r, 0);
	round_create_slot(x->r, 0, &as);
	round_initial(x->r);
	read_all(x);
	round_delete_slot(x->r, 0);
	as.readonly = false;
	round_create_slot(x->r, 0, &as);
	round_initial(x->r);
	finish(x);
	finish(x);
}

/* KVM drops its mappings when the host takes access away. */
static void protect(const struct mix *x)
{
	struct run *r = x->r;
	const struct machine_slot *s = &r->machine->slot[0];
	u64 unmapped_bytes;
	const char *why = backing_protect(r->backing, s->hva,
					  s->nr_pages << r->machine->page_shift,
					  &unmapped_bytes);

	if (why)
		verdict_error("protecting memory: %s", why);
	/* Another slot may have the same memory, or the rest of a huge page. */
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		pageset_empty(&r->slot[i].armed);
}

static void protected(const struct mix *x)
{
	run(x);
	protect(x);
	queue(x);
	round_finish(x->r);
	protect(x);
	finish(x);
}

/* The guest's kernel, on vCPU 0. */
static void queue_plain(const struct mix *x, u32 i)
{
	struct stores s = { .op = "store-64",
			    .slot = x->store[i].slot,
			    .pattern = x->store[i].pattern };

	round_queue(x->r, s);
}

static void alternated(const struct mix *x)
{
	queue(x);
	round_finish(x->r);
	for (u32 i = 0; i < x->nr; i++)
		queue_plain(x, i);
	round_finish(x->r);
	finish(x);
	for (u32 i = 0; i < x->nr; i++) {
		if (i & 1)
			queue_plain(x, i);
		round_queue(x->r, x->store[i]);
		if (!(i & 1))
			queue_plain(x, i);
	}
	round_finish(x->r);
	finish(x);
}

/* No other page than those of the mix and the one behind each belongs to a store. */
static void beside(const struct mix *x)
{
	u32 other = x->vcpu ? 0 : 1;

	for (u32 time = 0; time < 2; time++) {
		queue(x);
		for (u32 i = 0; i < x->nr; i++)
			round_store(x->r, other, x->store[i].pattern.first + 2, 1);
		round_finish(x->r);
		round_finish(x->r);
	}
	finish(x);
}

/* Where the host has moved memory the ring is full at another store. */
static void full(const struct mix *x)
{
	for (u32 time = 0; time < 2; time++) {
		ring_fill(x->r, x->vcpu, 1, 0, ring_soft_limit(x->r) - 1);
		queue(x);
		round_finish(x->r);
		round_finish(x->r);
	}
	finish(x);
}

static void prefaulted(const struct mix *x)
{
	for (u32 time = 0; time < 2; time++) {
		round_prefault(x->r, 0, 0, x->r->machine->slot[0].nr_pages);
		/* What that may report is for test prefault. */
		round_discard(x->r);
		finish(x);
	}
}

const struct meanwhile meanwhiles[NR_MEANWHILES] = {
	[MEANWHILE_RESTED] = { "rested", rested },
	[MEANWHILE_HARVESTED] = { "harvested", harvested, NEED_CPUS2 },
	[MEANWHILE_KICKED] = { "kicked", kicked, NEED_CPUS2 },
	[MEANWHILE_SWITCHED] = { "switched", switched, NEED_CPUS2 },
	[MEANWHILE_MOVED] = { "moved", moved },
	[MEANWHILE_RECREATED] = { "recreated", recreated },
	[MEANWHILE_PROTECTED] = { "protected", protected },
	[MEANWHILE_ALTERNATED] = { "alternated", alternated },
	[MEANWHILE_BESIDE] = { "beside", beside, NEED_CPUS2, .more_vcpus = 1 },
	[MEANWHILE_FULL] = { "full", full, .full_pages = FULL_PAGES },
	[MEANWHILE_PREFAULTED] = { "prefaulted", prefaulted },
	[MEANWHILE_SMI] = { "smi", entered_smm, NEED_CPUS2 | NEED_SMM,
			    .smm_pages = SMM_PAGES },
};
