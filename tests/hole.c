// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vCPU stores where no slot is, and KVM remembers that the address is a device's.  Then a
 * slot is created there.  From now on a store must reach the memory, and be reported.
 */
#include "host/test.h"

enum { READONLY }; /* a read-only slot was there, and not nothing */

#define NR_PAGES 200
#define HOLE 1 /* the slot that comes and goes */

static void store_by(struct run *r, const char *op, u32 slot, u32 first, u32 count)
{
	round_queue(r, (struct stores){ .op = op,
					.slot = slot,
					.pattern = { .kind = PATTERN_RUN,
						     .first = first,
						     .count = count } });
}

static void store(struct run *r, u32 slot, u32 first, u32 count)
{
	store_by(r, r->c->stores[0].op, slot, first, count);
}

/*
 * Stores to @page of the hole come to userspace, as those to a read-only slot do.  KVM
 * remembers the address of a fault, and so of a plain store.
 */
static void store_to_hole(struct run *r, u32 page)
{
	const struct machine_vcpu *v = &r->machine->vcpu[0];
	u32 refused = v->nr_refused;

	store(r, 0, page, 3);
	store_by(r, "store-64", HOLE, page, 1);
	round_run(r);
	if (v->nr_refused - refused != 1)
		verdict_fail("%u exits for a store where no slot is, 1 expected",
			     v->nr_refused - refused);
	round_report(r);
}

/* KVM remembers one address only, so the vCPU's next access is to the same one. */
static void run(struct run *r)
{
	static const u32 pages[] = { 5, 64, NR_PAGES - 1 };

	round_initial(r);
	for (u32 i = 0; i < ARRAY_LEN(pages); i++) {
		round_delete_slot(r, HOLE);
		/* From then on the machine knows what stores there mean. */
		round_create_slot(r, HOLE, &(struct machine_slot_again){
						   .readonly = true });
		if (r->c->n[READONLY]) {
			store_to_hole(r, pages[i]);
			round_delete_slot(r, HOLE);
		} else {
			round_delete_slot(r, HOLE);
			store_to_hole(r, pages[i]);
		}
		round_create_slot(r, HOLE,
				  &(struct machine_slot_again){ .logging = true });
		round_initial(r);
		pageset_add(&r->slot[HOLE].device, pages[i]);
		store(r, HOLE, pages[i], 1);
		store(r, HOLE, 60, 10);
		store(r, 0, 70, 2);
		round_finish(r);
		/* The first mapping of the page is the only one that differs. */
		pageset_empty(&r->slot[HOLE].device);
		round_finish(r);
		store(r, HOLE, 0, NR_PAGES);
		round_finish(r);
	}
}

/* A store over the end of the slot, into the next one. */
static void across(struct run *r, u32 slot)
{
	round_queue(r, (struct stores){ .op = r->c->stores[0].op,
					.slot = slot,
					.offset_bytes = -2,
					.pattern = { .first = NR_PAGES - 1, .count = 1 } });
}

/*
 * KVM emulates it, and gives userspace the half that is nobody's.  The other half must be
 * stored, and be reported.
 */
static void edges(struct run *r)
{
	const struct machine_vcpu *v = &r->machine->vcpu[0];
	u32 refused;

	round_initial(r);
	round_delete_slot(r, HOLE);
	/* From then on the machine knows what stores there mean. */
	round_create_slot(r, HOLE, &(struct machine_slot_again){ .readonly = true });
	round_delete_slot(r, HOLE);
	for (u32 i = 0; i < 2; i++) {
		refused = v->nr_refused;
		across(r, HOLE);
		round_run(r);
		round_report(r);
		across(r, 0);
		round_run(r);
		round_report(r);
		if (v->nr_refused - refused != 2)
			verdict_fail("%u exits for two stores that begin or end where no slot is",
				     v->nr_refused - refused);
	}
}

#define ROW .pages = NR_PAGES, .more_pages = { NR_PAGES }, .run = run

#define EDGES .pages = NR_PAGES, .more_pages = { NR_PAGES, NR_PAGES }, \
	.adjacent = true, .run = edges

static const struct test_case cases[] = {
	{ .name = "store", ROW, .stores = { { .op = "store-64" } } },
	{ .name = "emulated", ROW, .stores = { { .op = "emu-store-64" } } },
	{ .name = "input", ROW, .stores = { { .op = "ins-32" } } },
	{ .name = "device", ROW, .stores = { { .op = "mmio-movs-64" } } },
	{ .name = "edges", EDGES, .stores = { { .op = "emu-store-64" } } },
	{ .name = "edges-input", EDGES, .stores = { { .op = "ins-32" } } },
	{ .name = "read-only", ROW, .n = { [READONLY] = true },
	  .stores = { { .op = "store-64" } } },
	{ .name = "read-only-emulated", ROW, .n = { [READONLY] = true },
	  .stores = { { .op = "emu-store-64" } } },
};

const struct test test = {
	.name = "hole",
	.about = "a slot that comes where a vCPU found none is tracked",
	.clauses = "S13 G21",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
