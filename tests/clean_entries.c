// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's page tables lie in a logged slot. They lead to pages of a slot that does not
 * log, so no harvest protects these pages.  A store through an entry whose dirty bit is clear
 * must set the bit, and the table must be reported.  Where KVM shadows the tables, KVM must map
 * a page read-only as long as the page's entry is clean.
 */
#include "host/scene/walk_way.h"

#include "host/test.h"

#define TABLES 1 /* the slot of the tables */
#define PAGE 5	 /* of the view; its entry and the next are in one group of PTE_PREFETCH_NUM */

#define A WALK_ACCESSED
/* What the entries have before an access, with @leaf in the last. */
#define WAY(leaf) (WALK_AT(1, leaf) | WALK_AT(2, A) | WALK_AT(3, A))

static void make(struct walk *w, struct run *r)
{
	round_log(r, 0, false);
	round_initial(r);
	walk_by_processor(r, 1, WALK_GUEST, true);
	walk_make(w, r, TABLES, 1, WALK_GUEST, A);
}

/*
 * The page is read before it is written, so KVM maps it twice.  Then the guest takes the dirty
 * bit away.
 */
static void read_before(struct run *r)
{
	struct walk w;

	make(&w, r);
	for (u32 i = 0; i < 3; i++) {
		walk_set(&w, 1, PAGE, A);
		round_finish(r);
		for (u32 store = 0; store < 2; store++) {
			walk_begin(&w);
			walk_access(&w, store ? "store-64" : "read", PAGE);
			round_run(r);
			walk_check_way(&w, PAGE, WAY(A), store);
			walk_end(&w);
			round_report(r);
		}
	}
}

/*
 * With shadow paging, when the first page is read KVM also maps the next (FNAME(pte_prefetch)
 * in arch/x86/kvm/mmu/paging_tmpl.h).
 */
static void mapped_ahead(struct run *r)
{
	struct walk w;

	make(&w, r);
	for (u32 i = 0; i < 2; i++) {
		walk_begin(&w);
		walk_access(&w, "read", PAGE);
		walk_access(&w, "store-64", PAGE + 1);
		round_run(r);
		walk_check_way(&w, PAGE, WAY(A), false);
		walk_check_way(&w, PAGE + 1, WAY(i ? A | WALK_DIRTY : A), true);
		walk_end(&w);
		round_report(r);
	}
}

static const struct test_case cases[] = {
	{ .name = "read-before", .more_pages = { 200 }, .run = read_before },
	{ .name = "mapped-ahead", .more_pages = { 200 }, .run = mapped_ahead },
};

const struct test test = {
	.name = "clean_entries",
	.about = "dirty bits of the guest's page tables, while their pages are not logged",
	.clauses = "G19 E12",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_CHUNKS | COLLECT_RING |
		      COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
