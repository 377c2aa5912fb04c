// SPDX-License-Identifier: GPL-2.0-only
/*
 * Thousands of adjacent slots, each with its own log.  Slot ids are in another
 * order than addresses.  KVM looks a slot up by address at each fault and by id
 * at each call, and caches the last slot that it found.  If KVM marks a store
 * in the wrong slot, one page is spurious there and one is missed here.
 */
#include "host/scene/many_slots.h"
#include "host/test.h"

enum { NR, PAGES };

static void harvest(struct run *r, const struct many_slots *many)
{
	struct pageset must, may, dirty;

	round_run(r);
	round_expect(r, many->slot, &must, &may);
	pageset_init(&dirty, must.nr_pages);
	many_slots_harvest(r, many, &dirty);
	round_judge_set(r, many->slot, "", &must, &may, &dirty);
	round_forget(r);
	pageset_free(&must);
	pageset_free(&may);
	pageset_free(&dirty);
}

static void run(struct run *r)
{
	struct many_slots many = { .nr = r->c->n[NR], .pages = r->c->n[PAGES] };

	many_slots_make(r, &many);
	for (u32 i = 0; i < 2; i++) {
		/* Random slots, of which some are left out.  Then stores that
		 * straddle two slots. */
		round_queue(r, (struct stores){
				       .op = "store-64",
				       .pattern = { .kind = PATTERN_RANDOM,
						    .count = many.nr } });
		round_queue(r, (struct stores){
				       .op = "store-64",
				       .offset_bytes = -4,
				       .pattern = { .kind = PATTERN_STRADDLE,
						    .first = many.pages - 1,
						    .count = 20 } });
		harvest(r, &many);
		harvest(r, &many);
	}
}

static const struct test_case cases[] = {
	{ .name = "of-1-page", .pages = 2048,
	  .n = { [NR] = 2048, [PAGES] = 1 } },
	/* two words each; every other slot begins at an odd page */
	{ .name = "of-65-pages", .pages = 64 * 65,
	  .n = { [NR] = 64, [PAGES] = 65 } },
};

const struct test test = {
	.name = "many_slots",
	.about = "thousands of slots, each with a log of its own",
	.clauses = "G7 S1",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
