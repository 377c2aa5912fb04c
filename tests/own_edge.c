// SPDX-License-Identifier: GPL-2.0-only
/*
 * A word of the log has pages of two huge pages, as the slot begins at no multiple of 64
 * pages.  KVM itself writes to a page of one of them, which splits no mapping, and the guest
 * stores to pages of the other, which it splits.  KVM re-protects by words, and must find the
 * pages on both sides of the edge (clauses G2 and G19).
 */
#include "host/round/need.h"
#include "host/scene/own_page.h"
#include "host/scene/own_write.h"
#include "host/test.h"

enum { GUEST_AT = OWN_AT + 1 };

#define COUNT 4

static void run(struct run *r)
{
	u32 write = r->c->n[OWN_WRITE];

	if (!arch_own_writes[write].name)
		verdict_skip("KVM can be made to write nothing again here");
	round_initial(r);
	own_page_start(r);
	for (u32 i = 0; i < 4; i++) {
		round_store(r, 0, round_pages(r, r->c->n[GUEST_AT]), COUNT);
		round_run(r);
		own_page_judge(r, true, true);
		own_write_renew(r->machine, write);
	}
}

/*
 * The slot begins half a word behind the edge of a huge page, which it does not have whole.
 * This is where the next but one begins.
 */
#define EDGE (2 * PER_HUGE - 32)

#define CASE(what, own, guest, begin) \
	{ .name = what, .start = begin, .pages = 3ull * PER_HUGE, .gpa = MACHINE_GPA_USUAL, \
	  .gpa_pages = 32, .hva = HVA_AS_GPA, .n = { [OWN_AT] = own, [GUEST_AT] = guest } }

static void add_cases(const struct image *image)
{
	static const struct test_case rows[] = {
		CASE("before", EDGE - 10, EDGE + 5, START_READ),
		CASE("behind", EDGE + 10, EDGE - 10, START_READ),
		CASE("before-written", EDGE - 10, EDGE + 5, START_WRITTEN),
		CASE("behind-written", EDGE + 10, EDGE - 10, START_WRITTEN),
	};
	u32 write = 0;

	(void)image;
	while (arch_own_writes[write].name && !arch_own_writes[write].renew)
		write++;
	for (u32 i = 0; i < ARRAY_LEN(rows); i++)
		cases_add(rows[i], "%s", rows[i].name)->n[OWN_WRITE] = write;
}

const struct test test = {
	.name = "own_edge",
	.about = "KVM's own write and the guest's stores, on two sides of a huge page's edge",
	.clauses = "G2 G19",
	.needs = NEED_TWO_STAGE,
	.backings = BACKING_THP | BACKING_HUGE_2M,
	.add_cases = add_cases,
	.run = run,
};
