// SPDX-License-Identifier: GPL-2.0-only
/*
 * What KVM writes to guest memory by itself is dirty as well (clause G19):
 * clocks that it keeps there, the time that was stolen from a vCPU, the priority
 * of its task, what the guests of other hypervisors are used to find.  The guest
 * never touches these pages, so that no fault can mark them: only KVM's own call
 * does, and each of its ways to write has lost that at some time.  A guest whose
 * clock page stays behind in a migration has a clock that jumps.
 */
#include "host/scene/absent.h"
#include "host/scene/own_write.h"
#include "host/test.h"

enum { WRITE };

#define OWN_PAGE 16 /* aligned to 64 KiB, whatever a page is */
#define OTHER_PAGE 62
#define MAX_WRITES 16

/* The guest stores to other pages, which takes the vCPU through KVM_RUN. */
static void store(struct run *r)
{
	round_store(r, 0, OTHER_PAGE, 4);
	round_run(r);
}

/* What is written by KVM must, or may, be reported on top of them. */
static void judge_with(struct run *r, bool must_own, bool may_own)
{
	struct pageset must, may;

	round_harvest(r);
	round_expect(r, 0, &must, &may);
	if (must_own)
		pageset_add(&must, OWN_PAGE);
	if (may_own)
		pageset_add(&may, OWN_PAGE);
	round_judge_set(r, 0, must_own ? "with KVM's own write" : "", &must,
			&may, &r->harvest.dirty[0]);
	pageset_free(&must);
	pageset_free(&may);
	round_forget(r);
}

static void round_with(struct run *r, bool must_own, bool may_own)
{
	store(r);
	judge_with(r, must_own, may_own);
}

static void start(struct run *r, u64 gpa)
{
	u32 i = r->c->n[WRITE];

	own_write_start(r->machine, i, gpa);
	if (own_write_no_vcpu(i))
		pageset_add(&r->ledger.slot[0].unowned, OWN_PAGE);
}

/*
 * That a page has come is not told a guest that has not read the last such word,
 * and so what is written is that it is not there.
 */
static void absent(struct run *r)
{
	absent_begin(r, 0, OTHER_PAGE, 1);
	absent_bring();
	store(r);
	absent_end();
	if (!own_write_absent_seen(r->machine, r->c->n[WRITE]))
		verdict_skip("KVM does not tell the guest that it waits");
	judge_with(r, true, true);
	round_with(r, false, false);
}

static void run(struct run *r)
{
	const struct machine_slot *s = &r->machine->slot[0];
	u64 gpa = s->gpa + ((u64)OWN_PAGE << r->machine->page_shift);
	u32 i = r->c->n[WRITE];
	bool again = own_write_again(i);
	/* What no vCPU does is in no ring, but in the bitmap behind it (W6). */
	bool seen = !own_write_no_vcpu(i) || r->collector->ops->has_log;

	start(r, gpa);
	round_with(r, seen, seen);
	round_with(r, false, again);
	if (again)
		return;
	if (own_write_absent(i)) {
		absent(r);
		return;
	}
	/* A harvest has nothing to protect here, and KVM marks it anew. */
	start(r, gpa);
	round_with(r, seen, seen);
	round_with(r, false, false);
}

static const struct test_case *make_cases(const struct image *image,
					  u32 *nr_cases)
{
	static struct test_case cases[MAX_WRITES];
	u32 i;

	for (i = 0; i < MAX_WRITES && own_write_name(i); i++)
		cases[i] = (struct test_case){
			.name = own_write_name(i),
			.pages = 200,
			.irqchip = own_write_irqchip(i),
			.n = { [WRITE] = i },
		};
	*nr_cases = i;
	return cases;
}

const struct test test = {
	.name = "own_writes",
	.about = "what KVM writes to guest memory by itself is dirty",
	.clauses = "G19 W6 W8 W10",
	.make_cases = make_cases,
	.run = run,
};
