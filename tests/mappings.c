// SPDX-License-Identifier: GPL-2.0-only
/*
 * One page at many guest virtual addresses, and neighbours by virtual address that are none in
 * memory.
 *
 * With shadow paging KVM has a mapping for each address of a page, and a chain of descriptors
 * that lead to them (struct pte_list_desc in arch/x86/kvm/mmu/mmu.c: one mapping, then 14 a
 * descriptor).  A harvest must protect all of them.  A store over the end of a page must mark
 * the page that the next address leads to.
 */
#include <stdlib.h>

#include "host/machine/arch.h"
#include "host/test.h"

/* Columns of the table. */
enum { NR };

#define SLOT 0
#define NR_PAGES 130
#define PAGE 65

/* Map @nr addresses in order, each to what @page_of says of it. */
static void map(struct run *r, u32 nr, u32 (*page_of)(u32 i))
{
	struct machine *m = r->machine;
	struct machine_view *view = &m->view;

	*view = (struct machine_view){ .gva = arch_walk.view_gva, .slot = SLOT,
				       .nr_pages = nr,
				       .page = calloc(nr, sizeof(u32)) };
	for (u32 i = 0; i < nr; i++) {
		view->page[i] = page_of(i);
		virt_pg_map(m->vm, view->gva + ((u64)i << m->page_shift),
			    m->slot[SLOT].gpa +
				    ((u64)view->page[i] << m->page_shift));
	}
}

static void store(struct run *r, u32 first, u32 count)
{
	round_queue(r, (struct stores){ .op = r->c->stores[0].op,
					.view = true,
					.nested = r->c->stores[0].nested,
					.offset_bytes = r->c->stores[0].offset_bytes,
					.pattern = { .kind = PATTERN_RUN,
						     .first = first,
						     .count = count } });
}

static u32 one_page(u32 i)
{
	(void)i;
	return PAGE;
}

/*
 * The stores by all addresses make all mappings writable, and the harvest protects them: each
 * store after it, by one address alone, must be reported.
 */
static void many(struct run *r)
{
	u32 nr = r->c->n[NR];

	round_initial(r);
	map(r, nr, one_page);
	store(r, 0, nr);
	round_finish(r);
	for (u32 i = 0; i < nr; i++) {
		store(r, i, 1);
		round_finish(r);
	}
	round_finish(r);
}

/* Every other page, backwards. */
static u32 backwards(u32 i)
{
	return NR_PAGES - 2 - 2 * i;
}

static void scattered(struct run *r)
{
	round_initial(r);
	map(r, NR_PAGES / 2, backwards);
	for (u32 i = 0; i < 3; i++) {
		store(r, 1 + i, 1);
		round_finish(r);
		store(r, 20, 20);
		round_finish(r);
		round_finish(r);
	}
}

#define MANY(name_, nr) \
	{ .name = name_, .pages = NR_PAGES, .run = many, .n = { [NR] = nr }, \
	  .stores = { { .op = "store-64" } } }
#define SCATTERED(name_, op_) \
	{ .name = name_, .pages = NR_PAGES, .run = scattered, \
	  .stores = { { .op = op_, .offset_bytes = -4 } } }

static const struct test_case cases[] = {
	MANY("two", 2),
	/* around the ends of the first descriptors */
	MANY("14", 14),
	MANY("15", 15),
	MANY("16", 16),
	MANY("30", 30),
	MANY("70", 70),
	SCATTERED("scattered", "store-64"),
	SCATTERED("scattered-emulated", "emu-store-64"),
	SCATTERED("scattered-sgdt", "emu-sgdt"),
	SCATTERED("scattered-input", "ins-32"),
};

const struct test test = {
	.name = "mappings",
	.about = "a page at many addresses, and neighbours that are none in memory",
	.clauses = "G2",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
