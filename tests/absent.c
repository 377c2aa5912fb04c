// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest stores to pages that the host must fetch first, as if they were
 * swapped out.  KVM either waits for each page, or lets a worker wait.  The
 * worker maps the page when it is present, without another fault of the guest
 * (kvm_arch_async_page_ready() in arch/x86/kvm/mmu/mmu.c; KVM's interrupt
 * controller must be in the VM).  Either way the page must be reported once the
 * store has retired.  A harvest before that, while the host fetches the page,
 * must not report the page.
 */
#include "host/scene/absent.h"
#include "host/test.h"

enum { HOW };
enum { GONE, GUARDED, HIDDEN };

#define FIRST 61 /* over the edge of a word */
#define COUNT 5

static void access_pages(struct run *r, const char *op, u32 first, u32 count)
{
	round_queue(r, (struct stores){ .op = op,
					.pattern = { .kind = PATTERN_RUN,
						     .first = first,
						     .count = count } });
	round_go(r);
}

static void end(void)
{
	u64 nr = absent_end();

	if (nr != COUNT)
		verdict_error("%u pages were absent, but the guest accessed %lu of them",
			      COUNT, nr);
}

static void take(struct run *r)
{
	switch (r->c->n[HOW]) {
	case GUARDED:
		absent_guard(r, 0, FIRST, COUNT);
		return;
	case HIDDEN:
		absent_hide(r, 0, FIRST, COUNT);
		return;
	default:
		absent_begin(r, 0, FIRST, COUNT);
	}
}

/* The guest accesses the absent pages and their neighbours. */
static void touch(struct run *r, const char *op)
{
	take(r);
	access_pages(r, op, FIRST - 3, COUNT + 6);
	absent_bring();
	round_wait(r);
	end();
	round_report(r);
	round_finish(r);
}

static void again(struct run *r)
{
	round_store(r, 0, FIRST - 3, COUNT + 6);
	round_finish(r);
	round_finish(r);
}

static void run(struct run *r)
{
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		touch(r, "store-64");
		again(r);
	}
}

static void reads(struct run *r)
{
	round_initial(r);
	touch(r, "read");
	again(r);
}

/*
 * A harvest while the host fetches the first page reports nothing, and loses
 * nothing.  The same where the host protects pages that are there by userfaultfd, as
 * QEMU does for a background snapshot.  Then a read does not wait, and is not reported.
 */
static void harvested(struct run *r)
{
	struct pageset none;

	pageset_init(&none, r->machine->slot[0].nr_pages);
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		take(r);
		if (r->c->n[HOW] == GUARDED) {
			access_pages(r, "read", FIRST, COUNT);
			round_wait(r);
			round_report(r);
		}
		access_pages(r, "store-64", FIRST, COUNT);
		absent_wait();
		round_harvest_live(r);
		round_judge_set(r, 0, "before a store could retire", &none,
				&none, &r->harvest.dirty[0]);
		absent_bring();
		round_wait(r);
		end();
		round_report(r);
		again(r);
	}
	pageset_free(&none);
}

static const struct test_case cases[] = {
	{ .name = "waits" },
	{ .name = "comes-later", .irqchip = true },
	{ .name = "populated", .start = START_POPULATED, .irqchip = true },
	{ .name = "written-before", .start = START_WRITTEN, .irqchip = true },
	/*
	 * With shadow paging a read may mark pages whose guest entry is dirty.
	 * Set these bits from the start, so that the allowance shadow-read
	 * covers the pages.
	 */
	{ .name = "read-waits", .run = reads, .guest_pte_dirty = true },
	{ .name = "read", .run = reads, .guest_pte_dirty = true, .irqchip = true },
	{ .name = "harvested-waits", .run = harvested },
	{ .name = "harvested", .run = harvested, .irqchip = true },
	{ .name = "guarded-waits", .run = harvested, .n = { [HOW] = GUARDED } },
	{ .name = "guarded", .run = harvested, .irqchip = true,
	  .n = { [HOW] = GUARDED } },
	{ .name = "guarded-written", .run = harvested, .start = START_WRITTEN,
	  .n = { [HOW] = GUARDED } },
	/* the host looks which pages are used */
	{ .name = "hidden", .n = { [HOW] = HIDDEN } },
	{ .name = "hidden-later", .irqchip = true, .n = { [HOW] = HIDDEN } },
	{ .name = "hidden-harvested", .run = harvested, .n = { [HOW] = HIDDEN } },
	{ .name = "read-hidden", .run = reads, .guest_pte_dirty = true,
	  .n = { [HOW] = HIDDEN } },
};

const struct test test = {
	.name = "absent",
	.about = "stores to pages that the host must fetch first are reported",
	.clauses = "G2 S1",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
