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
#include "host/scene/view.h"
#include "host/test.h"

/* Columns of the table. */
enum { NR };

#define NR_PAGES 130
#define PAGE 65

static void store(struct run *r, u32 first, u32 count)
{
	round_queue(r, (struct stores){ .op = r->c->stores[0].op,
					.view = true,
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
	view_map(r->machine, nr, one_page);
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
	view_map(r->machine, NR_PAGES / 2, backwards);
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
#define SCATTERED(name_, op_, offset) \
	{ .name = name_, .pages = NR_PAGES, .run = scattered, \
	  .stores = { { .op = op_, .offset_bytes = offset } } }

static const struct test_case cases[] = {
	MANY("two", 2),
	/* around the ends of the first descriptors */
	MANY("14", 14),
	MANY("15", 15),
	MANY("16", 16),
	MANY("30", 30),
	MANY("70", 70),
	SCATTERED("scattered", "store-64", -4),
	SCATTERED("scattered-emulated", "emu-store-64", -4),
	/* KVM's emulator makes a plain write of a locked one over an edge */
	SCATTERED("scattered-locked", "emu-lock-xadd-64", -4),
	SCATTERED("scattered-device", "mmio-movs-64", -4),
	SCATTERED("scattered-sgdt", "emu-sgdt", -4),
	SCATTERED("scattered-input", "ins-32", -2),
};

const struct test test = {
	.name = "mappings",
	.about = "a page at many addresses, and neighbours that are none in memory",
	.clauses = "G2",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
