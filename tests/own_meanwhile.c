// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM writes to guest memory by itself, again and again, where the guest once told it to
 * (clause G19).  KVM keeps what it found there: the slot, the host's address, the host's
 * page.  Meanwhile the slot moves, gets other memory or becomes read-only, the host takes
 * the memory away, and the vCPU is in a nested guest or in system management mode.  KVM
 * must look anew, and write and mark the page that is there now.
 */
#include <string.h>

#include "host/round/need.h"
#include "host/round/round_slot.h"
#include "host/scene/own_page.h"
#include "host/scene/own_write.h"
#include "host/scene/restored.h"
#include "host/scene/smm.h"
#include "host/test.h"

#define PAGES 130
/* Behind OWN_PAGE: when the slot has moved, the address is in no slot. */
#define MOVE_PAGES 37
#define TIMES 2

/* KVM writes no page full of these. */
#define FILL 0xaa

/* KVM's own page and the one before it, in slot 0 or in SMM's slot at the same address. */
static u8 *memory_in(const struct run *r, u32 slot)
{
	return r->machine->slot[slot].hva +
	       ((OWN_PAGE - 1ull) << r->machine->page_shift);
}

static u8 *own_memory(const struct run *r)
{
	return memory_in(r, 0);
}

static u64 own_bytes(const struct run *r)
{
	return 2ull << r->machine->page_shift;
}

static bool is_filled(const u8 *memory, u64 bytes)
{
	return memory[0] == FILL && !memcmp(memory, memory + 1, bytes - 1);
}

/* Make KVM write when vCPU 0 runs next. */
static void again(struct run *r)
{
	memset(own_memory(r), FILL, own_bytes(r));
	if (own_page_write(r)->renew)
		own_write_renew(r->machine, r->c->n[OWN_WRITE]);
	else
		own_page_start(r);
}

/* Behind again(), and a run of vCPU 0: KVM must have written, or must not. */
static void judge(struct run *r, bool must)
{
	bool may_be_same = must && own_page_write(r)->adds;

	if (!may_be_same && is_filled(own_memory(r), own_bytes(r)) == must)
		verdict_fail("round %u: %s", r->round,
			     must ? "KVM wrote nothing to its page" :
				    "KVM wrote to its page, and should not");
	own_page_judge(r, must, must);
}

static void run_again(struct run *r, bool must)
{
	again(r);
	own_page_run(r);
	judge(r, must);
}

static void begin(struct run *r)
{
	round_initial(r);
	own_page_start(r);
	own_page_round(r, true, true);
	run_again(r, true);
}

static void move(struct run *r)
{
	for (u32 i = 0; i < TIMES; i++) {
		round_move_slot(r, 0, MOVE_PAGES);
		run_again(r, false);
		round_move_slot(r, 0, -MOVE_PAGES);
		run_again(r, true);
	}
}

/* The guest has no more use for it, and then it has again, at the same address. */
static void stop(struct run *r)
{
	u32 write = r->c->n[OWN_WRITE];

	for (u32 i = 0; i < TIMES; i++) {
		own_write_stop(r->machine, write);
		/* The host may have preempted the vCPU before KVM heeded that. */
		round_discard(r);
		memset(own_memory(r), FILL, own_bytes(r));
		own_page_run(r);
		judge(r, false);
		own_page_start(r);
		own_page_round(r, true, true);
		run_again(r, true);
	}
}

static void restore(struct run *r)
{
	for (u32 i = 0; i < TIMES; i++) {
		restored(r->machine, 0);
		own_page_round(r, false, true);
		run_again(r, true);
	}
}

static void create(struct run *r, struct machine_slot_again as)
{
	as.logging = true;
	round_delete_slot(r, 0);
	round_create_slot(r, 0, &as);
	round_initial(r);
}

static void replace(struct run *r)
{
	const struct machine_slot *s = &r->machine->slot[0];
	u64 bytes = s->nr_pages << r->machine->page_shift;
	struct machine_slot_again as = { .hva = NULL };
	const char *why = backing_map(r->backing, bytes, &as.hva);

	if (why)
		verdict_skip("%s", why);
	for (u32 i = 0; i < TIMES; i++) {
		u8 *old = s->hva;
		u64 at = own_memory(r) - old;

		create(r, as);
		memset(old + at, FILL, own_bytes(r));
		run_again(r, true);
		if (!is_filled(old + at, own_bytes(r)))
			verdict_fail("KVM wrote to memory that the slot had before");
		as.hva = old;
	}
}

static void lock(struct run *r)
{
	for (u32 i = 0; i < TIMES; i++) {
		create(r, (struct machine_slot_again){ .readonly = true });
		again(r);
		round_queue(r, (struct stores){ .op = "read" });
		round_run(r);
		judge(r, false);
		create(r, (struct machine_slot_again){ .readonly = false });
		run_again(r, true);
	}
}

static void take(struct run *r, const char *(*how)(const struct backing *b, void *hva,
						   u64 bytes, u64 *unmapped_bytes))
{
	const struct machine_slot *s = &r->machine->slot[0];

	for (u32 i = 0; i < TIMES; i++) {
		u64 unmapped_bytes;
		const char *why = how(r->backing, s->hva,
				      s->nr_pages << r->machine->page_shift,
				      &unmapped_bytes);

		if (why)
			verdict_skip("%s", why);
		pageset_empty(&r->slot[0].armed);
		run_again(r, true);
	}
}

static void protect(struct run *r)
{
	take(r, backing_protect);
}

static void discard(struct run *r)
{
	take(r, backing_drop);
}

/* The guest stores to the same page, behind what KVM writes. */
static void share(struct run *r)
{
	const struct stores guest = { .op = "store-64",
				      .offset_bytes = 2048,
				      .pattern = { .first = OWN_PAGE, .count = 1 } };

	for (u32 i = 0; i < TIMES; i++) {
		round_queue(r, guest);
		own_page_round(r, false, own_page_write(r)->again);
		run_again(r, true);
		again(r);
		round_queue(r, guest);
		own_page_run(r);
		judge(r, true);
	}
}

/*
 * Slot 1 has the same memory, and KVM is told of the page there.  What KVM wrote before it
 * was told may still be reported in slot 0.
 */
static void alias(struct run *r)
{
	u64 gpa = r->machine->slot[1].gpa + ((u64)OWN_PAGE << r->machine->page_shift);
	u32 write = r->c->n[OWN_WRITE], first = own_page_write(r)->before ? 1 : 0;

	for (u32 i = 0; i < 2 * TIMES; i++) {
		memset(own_memory(r), FILL, own_bytes(r));
		if (i & 1 && own_page_write(r)->renew)
			own_write_renew(r->machine, write);
		else if (!own_write_try(r->machine, write, gpa))
			verdict_fail("KVM refuses the address in slot 1");
		own_page_run(r);
		if (is_filled(own_memory(r), own_bytes(r)))
			verdict_fail("round %u: KVM wrote nothing to its page", r->round);
		for (u32 page = OWN_PAGE - first; page <= OWN_PAGE; page++)
			ledger_add(&r->ledger, &r->machine->vcpu[0], 1, page);
		own_page_judge(r, false, !(i & 1));
		if (i & 1) {
			/* The host may preempt the vCPU before KVM is told of slot 0. */
			if (own_page_write(r)->preempted) {
				own_write_stop(r->machine, write);
				round_discard(r);
			}
			own_page_start(r);
			own_page_round(r, true, true);
		}
	}
}

/* A batch ends where its last store is: in the nested guest, or out of it. */
static void nest(struct run *r)
{
	for (u32 i = 0; i < 2 * TIMES; i++) {
		again(r);
		round_queue(r, (struct stores){ .op = "store-64",
						.nested = !(i & 1),
						.pattern = { .first = OWN_OTHER_PAGE,
							     .count = OWN_OTHERS } });
		round_run(r);
		judge(r, true);
	}
}

/*
 * vCPU 0 is in SMM, and out of KVM_RUN.  What KVM wrote when the run began is not the write
 * that counts.
 */
static void again_in_smm(void *ctx, struct machine_vcpu *v)
{
	struct run *r = ctx;

	(void)v;
	round_harvest_live(r);
	pageset_del_range(&r->harvest.dirty[0], OWN_PAGE - 1, 2);
	again(r);
}

static void interrupt(struct run *r)
{
	static const u32 pages[] = { 3, 64, OWN_PAGE - 1, OWN_PAGE };
	bool there = own_page_write(r)->by_vcpu;
	u32 slot = smm_memory(r->machine);

	for (u32 i = 0; i < TIMES; i++) {
		/* What KVM writes there is not for the guest to write. */
		smm_store(r, pages, ARRAY_LEN(pages) - (there ? 2 : 0));
		memset(memory_in(r, slot), there ? FILL : 0, own_bytes(r));
		own_page_queue(r);
		machine_on_input(r->machine, again_in_smm, r);
		smm_run(r);
		machine_on_input(r->machine, NULL, NULL);
		if (!there) {
			judge(r, true);
			continue;
		}
		ledger_add(&r->ledger, &r->machine->vcpu[0], slot, OWN_PAGE);
		if (is_filled(memory_in(r, slot), own_bytes(r)))
			verdict_fail("KVM wrote nothing to the page in SMM's slot");
		judge(r, false);
	}
}

static const struct event {
	const char *name;
	void (*run)(struct run *r);
	bool anew; /* also for writes that begin anew each time */
	struct test_case c;
} events[] = {
	{ .name = "moved", .run = move },
	{ .name = "stopped", .run = stop },
	{ .name = "restored", .run = restore },
	{ .name = "replaced", .run = replace },
	{ .name = "locked", .run = lock },
	{ .name = "protected", .run = protect },
	{ .name = "discarded", .run = discard },
	{ .name = "shared", .run = share },
	{ .name = "aliased", .run = alias, .anew = true,
	  .c = { .more_pages = { PAGES }, .alias = true } },
	{ .name = "nested", .run = nest, .anew = true, .c = { .nest = NEST } },
	{ .name = "smm", .run = interrupt, .anew = true,
	  .c = { .smm_pages = PAGES, .needs = NEED_SMM } },
};

enum { EVENT = OWN_AT + 1 };

static void run(struct run *r)
{
	begin(r);
	events[r->c->n[EVENT]].run(r);
}

static void add_cases(const struct image *image)
{
	struct test_case *c;

	(void)image;
	for (u32 i = 0; arch_own_writes[i].name; i++) {
		const struct arch_own_write *w = &arch_own_writes[i];

		if (w->none || w->no_vcpu || w->absent_seen || w->by_guest)
			continue;
		for (u32 e = 0; e < ARRAY_LEN(events); e++) {
			if (!w->renew && (!events[e].anew || w->once))
				continue;
			if (events[e].run == stop && !w->stop)
				continue;
			/* KVM is told of that page once and for all. */
			if (events[e].run == alias && w->adds)
				continue;
			/*
			 * KVM forgets of a vCPU that is restored, or told anew, that an
			 * interrupt waits for its EOI: kvm_apic_set_state() in
			 * arch/x86/kvm/lapic.c.
			 */
			if (w->lent && (events[e].run == restore || events[e].run == alias))
				continue;
			c = cases_add(events[e].c, "%s-%s", w->name, events[e].name);
			c->pages = PAGES;
			c->irqchip = w->irqchip;
			c->n[OWN_WRITE] = i;
			c->n[EVENT] = e;
		}
	}
}

const struct test test = {
	.name = "own_meanwhile",
	.about = "KVM's own writes, while their page and the vCPU are elsewhere",
	.clauses = "G19",
	.collectors = COLLECT_BITMAP | COLLECT_RING,
	.add_cases = add_cases,
	.run = run,
};
