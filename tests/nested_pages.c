// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages by which the outer guest describes its nested guest.  KVM writes them through
 * mappings of its own, and the processor by physical addresses.  No fault of the outer
 * guest comes before, and nobody but KVM can mark them.  If a migration loses such a page,
 * the outer guest reads an old exit of its nested guest.
 */

#include "host/machine/nested_page.h"
#include "host/scene/changed.h"
#include "host/scene/param.h"
#include "host/scene/restored.h"
#include "host/scene/smm.h"
#include "host/test.h"

enum { KIND };

#define PAGES 1 /* the slot of the pages */
#define FIRST 62 /* over the edge of a word */

/* Store to a few pages, and end the batch there. */
static void store(struct run *r, bool nested)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.nested = nested,
					.pattern = { .first = 5, .count = 3 } });
	round_run(r);
}

static void judge(struct run *r, u32 slot, const char *what, bool often)
{
	struct pageset must, may;

	round_expect(r, slot, &must, &may);
	if (often)
		pageset_add(&may, FIRST);
	round_judge_set(r, slot, what, &must, &may, &r->harvest.dirty[slot]);
	pageset_free(&must);
	pageset_free(&may);
}

/*
 * The batch begins. Change the page where the same might be written to it again, since a
 * write is seen by what has changed.
 */
static void begin(struct run *r, struct changed *c)
{
	const struct arch_nested_page *kind = &arch_nested_pages[r->c->n[KIND]];

	if (kind->change)
		kind->change(r->machine->slot[PAGES].hva +
			     ((u64)FIRST << r->machine->page_shift));
	changed_begin(c);
}

/* A round whose batch ends in the nested guest, or out of it. */
static void round_in(struct run *r, struct changed *c, bool nested,
		     const char *what, u32 writes)
{
	const struct arch_nested_page *kind = &arch_nested_pages[r->c->n[KIND]];
	u32 nr;

	begin(r, c);
	store(r, nested);
	nr = changed_end(c);
	if (writes & kind->writes && !nr)
		verdict_fail("round %u, %s: the page is as it was, and it should have been written",
			     r->round, what);
	round_harvest(r);
	judge(r, 0, what, false);
	judge(r, PAGES, what, (nested || writes) && kind->often);
	round_forget(r);
}

static void look(void *ctx, struct machine_vcpu *v)
{
	(void)v;
	round_harvest_live(ctx);
}

/*
 * System management mode interrupts the nested guest, where the last batch ended, and
 * stores to memory of its own.  KVM writes when the mode begins, and reads when it ends.
 * Look at the log in between, since KVM may mark the page again at the end.
 */
static void round_smi(struct run *r, struct changed *c)
{
	static const u32 pages[] = { 3, 64 };

	begin(r, c);
	smm_store(r, pages, ARRAY_LEN(pages));
	machine_on_input(r->machine, look, r);
	smm_run(r);
	machine_on_input(r->machine, NULL, NULL);
	if (!pageset_has(&r->harvest.dirty[PAGES], FIRST))
		verdict_fail("round %u: the page is not in the log of system management mode",
			     r->round);
	if (!changed_end(c))
		verdict_fail("round %u: the page is as it was after system management mode",
			     r->round);
	round_harvest(r);
	for (u32 slot = 0; slot < r->machine->nr_slots; slot++)
		if (r->machine->slot[slot].logging)
			judge(r, slot, "after system management mode", false);
	round_forget(r);
}

static void place(struct run *r)
{
	const struct arch_nested_page *kind = &arch_nested_pages[r->c->n[KIND]];
	const struct machine_slot *s = &r->machine->slot[PAGES];
	struct machine_vcpu *v = &r->machine->vcpu[0];
	u64 at = (u64)FIRST << r->machine->page_shift;
	const char *why;

	/* Since Linux 6.13: hva_to_pfn_remapped() in virt/kvm/kvm_main.c. */
	if (r->backing->device && param_is("allow_unsafe_mappings", "N"))
		verdict_skip("KVM maps no device's memory for itself (parameter allow_unsafe_mappings)");
	why = kind->place(v->kvm, v->block, s->gpa + at, s->hva + at);
	if (why)
		verdict_skip("%s", why);
}

static void run(struct run *r)
{
	const struct arch_nested_page *kind = &arch_nested_pages[r->c->n[KIND]];
	struct changed changed;

	place(r);
	round_initial(r);
	changed_init(&changed, r, PAGES);
	for (u32 i = 0; i < 3; i++) {
		round_in(r, &changed, true, "in the nested guest",
			 ARCH_NESTED_ENTRY);
		/* The nested guest's exits end in KVM, and its hypervisor's pages stay. */
		round_in(r, &changed, true, "in the nested guest still", 0);
		if (kind->writes & ARCH_NESTED_SMI)
			round_smi(r, &changed);
		round_in(r, &changed, false, "after its exit", ARCH_NESTED_EXIT);
		round_in(r, &changed, false, "in the outer guest", 0);
	}
}

/*
 * Something happens while the nested guest is where its last batch ended.  KVM has its
 * hypervisor's pages mapped, or copies of them.
 */
static void round_after(struct run *r, void (*what)(struct run *r))
{
	struct changed changed;

	changed_init(&changed, r, PAGES);
	for (u32 i = 0; i < 3; i++) {
		store(r, true);
		what(r);
		round_in(r, &changed, true, "in the nested guest still", 0);
		round_in(r, &changed, false, "after its exit", ARCH_NESTED_EXIT);
		round_in(r, &changed, true, "in the nested guest", ARCH_NESTED_ENTRY);
		round_in(r, &changed, false, "after its next exit", ARCH_NESTED_EXIT);
	}
}

/*
 * Logging was off when KVM mapped them.  Entries of a slot that does not log are nobody's
 * (R44).
 */
static void log_anew(struct run *r)
{
	if (r->machine->slot[PAGES].logging)
		round_discard(r);
	round_forget(r);
	for (u32 slot = 0; slot <= PAGES; slot++) {
		if (r->machine->slot[slot].logging)
			round_log(r, slot, false);
		round_log(r, slot, true);
	}
	round_initial(r);
}

static void logged_later(struct run *r)
{
	place(r);
	round_after(r, log_anew);
}

/* As where a migration arrives.  What it writes is no matter. */
static void restore(struct run *r)
{
	restored(r->machine, 0);
	round_discard(r);
}

static void run_restored(struct run *r)
{
	place(r);
	round_initial(r);
	round_after(r, restore);
}

static const struct {
	const char *suffix;
	enum start start;
	void (*run)(struct run *r);
} rows[] = {
	{ "", START_POPULATED, run },
	{ "-logged-later", START_UNLOGGED, logged_later },
	{ "-restored", START_POPULATED, run_restored },
};

static void add_cases(const struct image *image)
{
	(void)image;
	for (u32 i = 0; arch_nested_pages[i].name; i++) {
		bool smi = arch_nested_pages[i].writes & ARCH_NESTED_SMI;

		/* Only run() has system management mode. */
		for (u32 n = 0; n < (smi ? 1 : ARRAY_LEN(rows)); n++) {
			cases_add((struct test_case){
				.run = rows[n].run,
				.irqchip = arch_nested_pages[i].irqchip,
				.hyperv = arch_nested_pages[i].hyperv,
				.smm_pages = smi ? 130 : 0,
				.needs = smi ? NEED_SMM : 0,
				.nest = NEST,
				.start = rows[n].start,
				.pages = 130,
				.more_pages = { 130 },
				.n = { [KIND] = i },
			}, "%s%s", arch_nested_pages[i].name, rows[n].suffix);
		}
	}
}

const struct test test = {
	.name = "nested_pages",
	.about = "what an exit of a nested guest writes for its hypervisor is reported",
	.clauses = "G19 G25 G26 G27",
	/* KVM maps a device's memory in another way than the host's. */
	.backings = BACKING_ANON | BACKING_DEVICE,
	.add_cases = add_cases,
};
