// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vCPU in system management mode (SMM) has another address space: separate
 * slots, with the same numbers and at the same addresses as the slots outside
 * of SMM (clauses G9, R15 and S18).  A store in SMM must be reported in the SMM
 * slot only.  KVM itself writes the vCPU's state to a page of the SMM slot,
 * which must be reported too.  If KVM mixes the two address spaces up, a
 * migration sends the wrong pages of both.
 */
#include <string.h>

#include "host/scene/restored.h"
#include "host/scene/smm.h"
#include "host/test.h"

/* The stores in SMM are locked; where in the page they begin; how far SMRAM is moved. */
enum { LOCKED, OFFSET, BASE };

/* Both sides of a word edge, and the slot's ends. */
static const u32 edges[] = { 0, 63, 64, 129 };
static const u32 others[] = { 1, 62, 65, 66, 128 };

static void store(struct run *r, const u32 *pages, u32 nr)
{
	u32 offset = r->c->n[OFFSET];

	if (r->c->stores[0].op)
		smm_store_emulated(r, pages, nr, offset, r->c->n[LOCKED]);
	else
		smm_store_at(r, pages, nr, offset);
}

/* Stores in SMM only, outside only, in both, and no stores. */
static void alternate(struct run *r)
{
	for (u32 i = 0; i < 3; i++) {
		const u32 *pages = i & 1 ? others : edges;
		u32 nr = i & 1 ? ARRAY_LEN(others) : ARRAY_LEN(edges);

		store(r, pages, nr);
		smm_run(r);
		round_report(r);

		round_store(r, 0, 60, 10);
		round_finish(r);

		store(r, others, ARRAY_LEN(others));
		round_store(r, 0, 64, 3);
		smm_run(r);
		round_report(r);

		round_finish(r);
	}
}

/*
 * The host takes the memory away that the guest has stored to in SMM.  The
 * guest's next stores must go to the new memory.
 */
static void discarded(struct run *r)
{
	for (u32 i = 0; i < 3; i++) {
		smm_store(r, edges, ARRAY_LEN(edges));
		smm_run(r);
		round_report(r);
		smm_discard(r);
	}
	alternate(r);
}

/*
 * Logging of the SMM slot alone goes off and on. What the guest has stored to in SMM
 * meanwhile is mapped writable, and must be protected.
 */
static void logged_later(struct run *r)
{
	for (u32 i = 0; i < 3; i++) {
		smm_log(r, false);
		store(r, edges, ARRAY_LEN(edges));
		smm_run(r);
		round_report(r);

		smm_log(r, true);
		round_initial(r);
		store(r, edges, ARRAY_LEN(edges));
		smm_run(r);
		round_report(r);
		round_finish(r);
	}
}

/* What KVM keeps of the vCPU begins in one page, and ends in the next. */
static void state_across(struct run *r)
{
	smm_move(r, r->c->n[BASE]);
	alternate(r);
}

/*
 * A migration arrives while the vCPU is in SMM.  KVM_SET_VCPU_EVENTS puts the new vCPU into
 * SMM, after KVM_SET_SREGS.
 */
static void restored_within(void *ctx, struct machine_vcpu *v)
{
	struct run *r = ctx;

	(void)v;
	machine_on_input(r->machine, NULL, NULL);
	restored(r->machine, 0);
	smm_store_more(r, others, ARRAY_LEN(others));
}

static void restored_in_smm(struct run *r)
{
	for (u32 i = 0; i < 3; i++) {
		machine_on_input(r->machine, restored_within, r);
		smm_store(r, edges, ARRAY_LEN(edges));
		smm_run(r);
		round_report(r);
		round_store(r, 0, 60, 10);
		round_finish(r);
	}
}

static void nowhere(struct run *r)
{
	const struct machine_vcpu *dead;

	round_initial(r);
	smm_nowhere(r);
	round_store(r, 0, 0, 1);
	round_go(r);
	dead = machine_wait_death(r->machine);
	if (!dead)
		verdict_error("a vCPU in SMM without memory goes on");
	if (strncmp(dead->words, "KVM_RUN failed", strlen("KVM_RUN failed")))
		verdict_skip("this KVM goes on though it has lost the vCPU's state");
	verdict_fail("guest died: %s", dead->words);
}

static const struct test_case cases[] = {
	{ .name = "alternate", .pages = 130, .smm_pages = 130,
	  .run = alternate },
	{ .name = "fresh", .pages = 130, .smm_pages = 130, .start = START_FRESH,
	  .run = alternate },
	{ .name = "discarded", .pages = 130, .smm_pages = 130,
	  .run = discarded },
	{ .name = "emulated", .pages = 130, .smm_pages = 130,
	  .run = alternate, .stores = { { .op = "emu-store-64" } } },
	/* KVM's emulator has a path of its own for them */
	{ .name = "emulated-locked", .pages = 130, .smm_pages = 130,
	  .n = { [LOCKED] = true }, .run = alternate,
	  .stores = { { .op = "emu-lock-xadd-64" } } },
	/* over the edge of a page */
	{ .name = "across", .pages = 131, .smm_pages = 131,
	  .n = { [OFFSET] = 4094 }, .run = alternate },
	{ .name = "across-emulated", .pages = 131, .smm_pages = 131,
	  .n = { [OFFSET] = 4094 }, .run = alternate,
	  .stores = { { .op = "emu-store-64" } } },
	{ .name = "across-locked", .pages = 131, .smm_pages = 131,
	  .n = { [LOCKED] = true, [OFFSET] = 4094 }, .run = alternate,
	  .stores = { { .op = "emu-lock-xadd-64" } } },
	{ .name = "logged-later", .pages = 130, .smm_pages = 130,
	  .run = logged_later },
	/* the state's 512 bytes end with SMRAM; all but one, or one, are in the next page */
	{ .name = "state-across", .pages = 130, .smm_pages = 130,
	  .n = { [BASE] = 0x1ff }, .run = state_across },
	{ .name = "state-end-across", .pages = 130, .smm_pages = 130,
	  .n = { [BASE] = 1 }, .run = state_across },
	/* KVM maps SMM's slot huge before it logs */
	{ .name = "logged-later-huge", .pages = 2ull * PER_HUGE, .smm_pages = 2ull * PER_HUGE,
	  .backings = BACKING_THP | BACKING_HUGE_2M, .run = logged_later },
	{ .name = "restored", .pages = 130, .smm_pages = 130, .run = restored_in_smm },
	/* the SMM slot is larger than the slot outside */
	{ .name = "other-size", .pages = 70, .smm_pages = 200,
	  .more_pages = { 3 }, .run = alternate },
	/* a VM that KVM gives up is KVM's fault */
	{ .name = "finds-given-up", .pages = 130, .smm_pages = 130, .run = nowhere,
	  .fault = "none", .says = "guest died", .collectors = COLLECT_BITMAP },
};

const struct test test = {
	.name = "smm",
	.about = "stores of a vCPU in system management mode are reported",
	.clauses = "S18 R15",
	.needs = NEED_SMM,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
