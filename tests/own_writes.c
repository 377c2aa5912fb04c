// SPDX-License-Identifier: GPL-2.0-only
/*
 * KVM writes to guest memory by itself: clocks, the time that was stolen from a
 * vCPU, the task priority, pages that guests of other hypervisors expect.
 * These pages must be reported too (clause G19).  The guest never touches them,
 * so no fault can mark them.  Only KVM's own call to mark a page does, and
 * released kernels have lacked that call in each of KVM's ways to write.  If a
 * migration loses a clock page, the guest's clock jumps.
 *
 * KVM marks these pages without the lock that a harvest takes.  So a harvest that
 * does not read and clear a word of the log in one step loses such a mark, where
 * it might not lose that of a fault: the cases NAME-beside.
 */
#include <stdlib.h>
#include <string.h>

#include "host/round/need.h"
#include "host/scene/absent.h"
#include "host/scene/own_page.h"
#include "host/scene/own_write.h"
#include "host/scene/pair.h"
#include "host/scene/ring_level.h"
#include "host/test.h"

#define SAME_WORD 20
#define CLOCK_PAGE 80 /* aligned as OWN_PAGE is */
#define FULL_PAGE 100 /* the ring is filled with pages from here on */

/* More than the entries that a ring reserves behind its soft limit (R31). */
#define REFUSALS 100

/* A KVM that loses the mark does so if the harvest begins first: half the time. */
#define TIMES 16

/*
 * This guest never acknowledges the word "page ready", so KVM writes that word
 * once only.  The later write is the word "page not present".
 */
static void absent(struct run *r)
{
	absent_begin(r, 0, OWN_OTHER_PAGE, 1);
	absent_bring();
	own_page_run(r);
	absent_end();
	if (!own_write_absent_seen(r->machine, r->c->n[OWN_WRITE]))
		verdict_skip("KVM does not tell the guest that it waits");
	own_page_judge(r, true, true);
	own_page_round(r, false, false);
}

static void run(struct run *r)
{
	const struct arch_own_write *w = own_page_write(r);
	bool again = w->again;
	/*
	 * A write on behalf of no vCPU is in no ring, only in the backup bitmap
	 * (W6).
	 */
	bool seen = !w->no_vcpu || r->collector->ops->has_log;

	own_page_start(r);
	own_page_round(r, seen, seen);
	own_page_round(r, false, again);
	if (again)
		return;
	if (w->absent_seen) {
		absent(r);
		return;
	}
	/*
	 * KVM writes without a fault, so the second write must mark the page
	 * again.
	 */
	own_page_start(r);
	own_page_round(r, seen, seen);
	own_page_round(r, false, false);
}

/* The guest gives another address, and does not switch the first off. */
static void moved(struct run *r)
{
	static const u64 elsewhere[] = { CLOCK_PAGE, 2 * OWN_PAGE, OWN_PAGE };
	bool again = own_page_write(r)->again;

	own_page_start(r);
	own_page_round(r, true, true);
	own_page_round(r, false, again);
	for (u32 i = 0; i < ARRAY_LEN(elsewhere); i++) {
		own_page_move(elsewhere[i]);
		own_page_start(r);
		own_page_round(r, true, true);
		own_page_round(r, false, again);
	}
}

/* The ring is at its soft limit. */
static void at_limit(struct run *r)
{
	if (!ring_fill(r, 0, 0, FULL_PAGE,
		       ring_soft_limit(r) - RING_CLOCK_ENTRIES))
		verdict_skip("the host moved memory while the ring was filled");
	ring_clock(r, CLOCK_PAGE);
	own_page_start(r);
	own_page_run(r);
	ring_clock_done(r, CLOCK_PAGE, 1);
	own_page_judge(r, true, true);
	own_page_round(r, false, own_page_write(r)->again);
}

/*
 * Each KVM_RUN ends at once, as the ring is full (R29).  KVM must see that before it
 * writes for the guest: otherwise each writes, and pushes an entry into those that
 * are reserved, until the ring overruns (R31).
 */
static void stuck(struct run *r)
{
	ring_overrun_may_warn(r);
	own_page_start(r);
	own_page_run(r);
	own_page_judge(r, true, true);
	round_store(r, 0, FULL_PAGE, ring_soft_limit(r) + 20);
	ring_stay_full(r, REFUSALS);
	own_page_judge(r, false, true);
	own_page_round(r, false, true);
}

static void harvest_or_write(void *ctx, u32 which)
{
	struct run *r = ctx;

	if (which)
		own_page_start(r);
	else
		r->collector->ops->harvest(r->collector, r->machine,
					   &r->harvest, false);
}

/*
 * A page of the same word is dirty, as a harvest passes over a word without one.
 */
static void beside(struct run *r)
{
	for (u32 i = 0; i < TIMES; i++) {
		round_store(r, 0, SAME_WORD, 1);
		round_run(r);
		pair_run(harvest_or_write, r);
		own_page_judge(r, true, true);
	}
}

/*
 * KVM has written before the slot logs, and has kept where.  What KVM keeps of a
 * slot is stale when logging is switched on, and must be looked up again.
 */
static void logged_later(struct run *r)
{
	own_page_start(r);
	own_page_run(r);
	round_forget(r);
	round_log(r, 0, true);
	round_initial(r);
	for (u32 n = 0; n < 2; n++) {
		own_write_renew(r->machine, r->c->n[OWN_WRITE]);
		own_page_round(r, true, true);
	}
}

/*
 * Slot 1 is read-only for KVM, too.  KVM may refuse the address, or write nothing there.
 * If KVM refuses, slot 0 shows whether KVM offers the write at all (clauses S5, G21).
 */
static void read_only(struct run *r)
{
	struct machine_slot_again as = { .readonly = true, .logging = true };
	struct machine_slot *s = &r->machine->slot[1];
	u64 bytes = s->nr_pages << r->machine->page_shift;
	u8 *before = malloc(bytes);
	u32 i = r->c->n[OWN_WRITE];
	bool taken = false;

	memset(s->hva, 0xaa, bytes);
	memcpy(before, s->hva, bytes);
	round_delete_slot(r, 1);
	round_create_slot(r, 1, &as);
	round_initial(r);
	for (u32 n = 0; n < 2; n++) {
		taken = own_write_try(r->machine, i,
				      s->gpa + (OWN_PAGE << r->machine->page_shift));
		if (taken && own_page_write(r)->renew)
			own_write_renew(r->machine, i);
		own_page_round(r, false, false);
		if (memcmp(before, s->hva, bytes))
			verdict_fail("KVM wrote to a read-only slot");
	}
	free(before);
	if (taken)
		return;
	verdict_note("KVM refuses the address");
	own_page_start(r);
	own_page_round(r, true, true);
}

/* KVM is told of the page, and must leave it as it is. */
static void nothing(struct run *r)
{
	struct machine_slot *s = &r->machine->slot[0];
	u64 page_bytes = 1ull << r->machine->page_shift;
	u8 *page = s->hva + OWN_PAGE * page_bytes;
	u8 *before = malloc(page_bytes);

	memcpy(before, page, page_bytes);
	for (u32 i = 0; i < 2; i++) {
		own_write_start(r->machine, r->c->n[OWN_WRITE], own_page_gpa(r));
		own_page_round(r, false, false);
		if (memcmp(before, page, page_bytes))
			verdict_fail("KVM wrote to a page that it was only told of");
	}
	free(before);
}

static struct test_case *add_case(u32 i, const char *suffix,
				  void (*how)(struct run *r))
{
	const struct arch_own_write *w = &arch_own_writes[i];

	return cases_add((struct test_case){
		.needs = (w->hypercall ? NEED_HYPERCALLS : 0) | (w->task ? NEED_TASKS : 0),
		.run = how,
		.pages = 200,
		.irqchip = w->irqchip,
		.hyperv = w->hyperv,
		.n = { [OWN_WRITE] = i },
	}, "%s%s", w->name, suffix);
}

static void add_cases(const struct image *image)
{
	struct test_case *c;

	(void)image;
	for (u32 i = 0; arch_own_writes[i].name; i++) {
		const struct arch_own_write *w = &arch_own_writes[i];

		if (w->none) {
			add_case(i, "", nothing);
			continue;
		}
		/* KVM maps a device's memory in another way than the host's. */
		c = add_case(i, "", run);
		c->backings = BACKING_ANON | (w->absent_seen ? 0 : BACKING_DEVICE);
		if (w->renew) {
			c = add_case(i, "-logged-later", logged_later);
			c->start = START_UNLOGGED;
		}
		if (!w->no_vcpu && !w->absent_seen && !w->once)
			add_case(i, "-moved", moved);
		if (!w->no_vcpu && !w->absent_seen) {
			c = add_case(i, "-read-only", read_only);
			c->more_pages[0] = 100;
			c->collectors = COLLECT_BITMAP | COLLECT_RING;
		}
		/* Other writes may wait for the vCPU to run. */
		if (w->no_vcpu) {
			c = add_case(i, "-beside", beside);
			c->needs |= NEED_CPUS2;
			c->collectors = COLLECT_BITMAP | COLLECT_CLEAR;
		} else if (ring_has_clock() && !w->by_guest) {
			/* A guest that itself asks for the write cannot run then. */
			c = add_case(i, "-at-limit", at_limit);
			c->pages = 700;
			c->collectors = COLLECT_RING_MIN;
		}
		if (w->again && !w->no_vcpu) {
			c = add_case(i, "-stuck", stuck);
			c->pages = 700;
			c->collectors = COLLECT_RING_MIN;
		}
	}
}

const struct test test = {
	.name = "own_writes",
	.about = "KVM's own writes to guest memory are reported",
	.clauses = "G19 W6 W8 W10 R31",
	.add_cases = add_cases,
};
