// SPDX-License-Identifier: GPL-2.0-only
/* KVM_GET_DIRTY_LOG in its old form: reading re-protects (api.rst 4.8). */
#include <stdlib.h>
#include <string.h>

#include "host/collect/collect.h"
#include "host/collect/dirty_io.h"
#include "verdict/verdict.h"

#define CANARY 0xa5

void collect_get(struct machine *m, u32 slot, struct pageset *set)
{
	u64 nr_words = pageset_nr_words(set);
	u64 *words = malloc((nr_words + 1) * sizeof(*words));
	int err;

	if (!words)
		verdict_error("out of memory");
	/* Bits that KVM does not write must not look like clean pages. */
	memset(words, CANARY, (nr_words + 1) * sizeof(*words));
	err = dirty_get(m, slot, words);
	if (err)
		verdict_fail("KVM_GET_DIRTY_LOG of slot %u: %s",
			     m->slot[slot].id, strerror(err));
	if (words[nr_words] != CANARY * 0x0101010101010101ull)
		verdict_fail("KVM_GET_DIRTY_LOG of slot %u wrote past the bitmap of %lu pages",
			     m->slot[slot].id,
			     set->nr_pages);
	memcpy(set->words, words, nr_words * sizeof(*words));
	free(words);
	if (pageset_tail_dirty(set))
		verdict_fail("KVM_GET_DIRTY_LOG of slot %u set bits past its end at page %lu: last word 0x%lx",
			     m->slot[slot].id,
			     set->nr_pages,
			     set->words[nr_words - 1]);
}

void collect_get_all(struct machine *m, struct pageset *into)
{
	for (u32 i = 0; i < m->nr_slots; i++) {
		struct pageset got;

		if (!m->slot[i].logging)
			continue;
		pageset_init(&got, m->slot[i].nr_pages);
		collect_get(m, i, &got);
		pageset_or(&into[i], &got);
		pageset_free(&got);
	}
}

static const char *missing(const struct collector *c, const struct backend *b)
{
	(void)c;
	(void)b;
	return NULL;
}

static void enable(const struct collector *c, const struct backend *b,
		   struct machine *m)
{
	(void)c;
	(void)b;
	(void)m;
}

static void harvest(const struct collector *c, struct machine *m,
		    struct harvest *h, bool quiet)
{
	(void)c;
	(void)quiet;
	collect_get_all(m, h->dirty);
}

const struct collect_ops collect_bitmap = {
	.missing = missing,
	.enable = enable,
	.harvest = harvest,
	.has_log = true,
};
