// SPDX-License-Identifier: GPL-2.0-only
#include "host/rate/sample.h"

#include <stdlib.h>

#include "host/collect/fault.h"
#include "lib/rng.h"
#include "verdict/verdict.h"

static u64 hash_page(const struct machine *m, u32 slot, u64 page)
{
	const u64 *word = (const u64 *)(m->slot[slot].hva +
					(page << m->page_shift));
	u64 hash = 0;

	/* The mixer is a bijection: one word that changed changes the hash. */
	for (u64 i = 0; i < 1ull << m->page_shift >> 3; i++)
		hash = rng_mix(hash ^ word[i]);
	return hash;
}

static void choose(struct pageset *chosen, u64 nr, u64 seed)
{
	struct pattern_spec spec = {
		.kind = PATTERN_PERMUTE,
		.nr_pages = chosen->nr_pages,
		.count = nr,
		.seed = seed,
	};
	struct pattern walk;
	u32 page;

	pattern_start(&walk, &spec);
	while (pattern_next(&walk, &page))
		pageset_add(chosen, page);
}

void sample_begin(struct sample *s, const struct machine *m, u32 per_gib,
		  u64 seed)
{
	for (u32 i = 0; i < m->nr_slots; i++) {
		u64 nr_pages = m->slot[i].nr_pages;
		u64 nr = (nr_pages << m->page_shift) * per_gib >> 30;

		if (nr > nr_pages)
			nr = nr_pages;
		pageset_init(&s->chosen[i], nr_pages);
		choose(&s->chosen[i], nr ? nr : 1, rng_derive(seed, i));
		s->hash[i] = calloc(nr_pages, sizeof(u64));
		if (!s->hash[i])
			verdict_error("out of memory");
		for (u64 page = pageset_next(&s->chosen[i], 0); page < nr_pages;
		     page = pageset_next(&s->chosen[i], page + 1))
			s->hash[i][page] = hash_page(m, i, page);
	}
}

void sample_changed(struct sample *s, const struct machine *m, u32 slot,
		    struct pageset *changed)
{
	const struct pageset *chosen = &s->chosen[slot];

	for (u64 page = pageset_next(chosen, 0); page < chosen->nr_pages;
	     page = pageset_next(chosen, page + 1)) {
		u64 now = hash_page(m, slot, page);

		if (now != s->hash[slot][page] &&
		    !fault_strikes(FAULT_STALE_SAMPLE))
			pageset_add(changed, page);
		s->hash[slot][page] = now;
	}
}

u64 sample_estimate(const struct sample *s, u32 slot, u64 nr_changed)
{
	const struct pageset *chosen = &s->chosen[slot];

	return nr_changed * chosen->nr_pages / pageset_count(chosen);
}

void sample_free(struct sample *s, const struct machine *m)
{
	for (u32 i = 0; i < m->nr_slots; i++) {
		pageset_free(&s->chosen[i]);
		free(s->hash[i]);
	}
}
