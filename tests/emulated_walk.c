// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM emulates some instructions: input from a port, a copy from a device.  Then KVM and not
 * the processor walks the guest's page tables, and sets accessed and dirty bits in them
 * (walk_addr_generic() in arch/x86/kvm/mmu/paging_tmpl.h).  The tables' pages must be
 * reported, and so must the page that the instruction writes.  The tables lie in a slot
 * apart from the data.  For a nested guest KVM walks two sets of tables.
 */
#include "host/scene/walk_way.h"

#include <string.h>

#include "host/test.h"

enum { WHOSE, SET };

#define TABLES 1 /* the slot of the tables */
#define PAGE 5	 /* of the view; page 0 is another one, so a mix-up with it shows */

#define EVERY WALK_EVERY
#define A WALK_ACCESSED
#define D (WALK_ACCESSED | WALK_DIRTY)
#define U WALK_USER

/* If the table of @level was written, then perhaps once more than the test can see. */
static void once_more(const struct walk *w, u32 level)
{
	struct ledger *l = &w->run->ledger;
	u32 page = w->table[level];

	if (pageset_has(&l->slot[TABLES].stored, page))
		ledger_add(l, &w->run->machine->vcpu[0], TABLES, page);
}

static void access_page(struct walk *w, bool store)
{
	struct run *r = w->run;

	walk_begin(w);
	walk_access(w, r->c->stores[0].op, PAGE);
	round_run(r);
	walk_check_way(w, PAGE, r->c->n[SET], store);
	walk_end(w);
	/* KVM walks for the read, and again for the write. */
	if (!strcmp(r->c->stores[0].op, "emu-lock-xadd-64"))
		once_more(w, w->leaf);
	/* The next walk of the processor begins with the first table. */
	if (w->whose == WALK_WITH_ROOT && r->backend->walks_write)
		once_more(w, w->top);
	round_report(r);
}

static void run(struct run *r)
{
	enum walk_whose whose = r->c->n[WHOSE];
	bool store = strcmp(r->c->stores[0].op, "emu-read");
	struct walk w;

	round_initial(r);
	walk_make(&w, r, TABLES, 1, whose, 0);
	if (!walk_has_bits(&w))
		verdict_skip("KVM sets no accessed bits in tables for nested guests here");
	for (u32 i = 0; i < 2; i++) {
		walk_set_way(&w, PAGE, r->c->n[SET]);
		round_finish(r);
		access_page(&w, store);
		/* Once more, with every bit set already. */
		access_page(&w, store);
	}
	/* Without a walk nothing is written. */
	round_finish(r);
}

/*
 * A walk of the nested guest's tables counts as a write to them, with NPT and with EPT that
 * has accessed and dirty bits, although every bit is set already.  So the outer guest's entry
 * for their pages gets its dirty bit: an outer guest that logs its nested guest asks for it.
 */
static void outer_dirty(struct run *r)
{
	struct walk w;

	if (!walk_writes(r, WALK_NESTED))
		verdict_skip("walks are no writes in tables for nested guests here");
	round_initial(r);
	walk_make(&w, r, TABLES, 1, WALK_NESTED, D);
	for (u32 i = 0; i < 2; i++) {
		walk_set_outer(&w, 0);
		access_page(&w, false);
		if (!(walk_outer_bits(&w) & WALK_DIRTY))
			verdict_fail("the outer guest's entry for the tables has no dirty bit after the walk");
	}
}

#define KIND(what, access, in_user_mode, how, ...) \
	{ .name = what "-" access, .more_pages = { 200 }, \
	  .user = in_user_mode, .nest = how, \
	  .stores = { { .op = access, .user = in_user_mode } }, \
	  .n = { __VA_ARGS__ } }
#define BARE(access) \
	KIND("guest", access, false, NEST_NONE), \
	KIND("nested", access, false, NEST, [WHOSE] = WALK_NESTED), \
	KIND("for-nested", access, false, NEST, [WHOSE] = WALK_FOR_NESTED)
/* tables with bits, and with the first table */
#define FULL(access) \
	BARE(access), \
	KIND("accessed", access, false, NEST_NONE, [SET] = EVERY(A)), \
	KIND("dirty", access, false, NEST_NONE, [SET] = EVERY(D)), \
	KIND("root", access, false, NEST_NONE, [WHOSE] = WALK_WITH_ROOT), \
	KIND("nested-accessed", access, false, NEST, [WHOSE] = WALK_NESTED, \
	     [SET] = EVERY(A)), \
	KIND("nested-dirty", access, false, NEST, [WHOSE] = WALK_NESTED, \
	     [SET] = EVERY(D)), \
	KIND("for-nested-dirty", access, false, NEST, \
	     [WHOSE] = WALK_FOR_NESTED, [SET] = EVERY(D))
/* not for input: user mode may not do that */
#define FROM_USER(access) \
	KIND("user", access, true, NEST_NONE, [WHOSE] = WALK_WITH_ROOT, \
	     [SET] = EVERY(U))

static const struct test_case cases[] = {
	FULL("ins-32"),
	FULL("mmio-movs-64"),
	FROM_USER("mmio-movs-64"),
	BARE("mmio-pop"),
	FULL("emu-store-64"),
	FROM_USER("emu-store-64"),
	BARE("emu-lock-xadd-64"),
	FROM_USER("emu-lock-xadd-64"),
	BARE("emu-read"),
	{ .name = "nested-outer-dirty", .more_pages = { 200 }, .nest = NEST,
	  .run = outer_dirty, .stores = { { .op = "emu-read" } },
	  .n = { [WHOSE] = WALK_NESTED, [SET] = EVERY(D) } },
};

const struct test test = {
	.name = "emulated_walk",
	.about = "bits that KVM sets in page tables when it emulates an instruction are reported",
	.clauses = "G19 E12",
	.collectors = COLLECT_BITMAP | COLLECT_RING,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
