// SPDX-License-Identifier: GPL-2.0-only
/*
 * Manual re-protect: KVM_GET_DIRTY_LOG only reads, and KVM_CLEAR_DIRTY_LOG
 * clears and re-protects the pages that it is given (api.rst 4.117, 7.18).
 */
#include <stdio.h>
#include <string.h>

#include "host/collect/collect.h"
#include "host/collect/dirty_io.h"
#include "host/machine/compat.h"
#include "verdict/verdict.h"

static u32 wanted_flags(const struct collector *c)
{
	return KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE |
	       (c->initially_set ? KVM_DIRTY_LOG_INITIALLY_SET : 0);
}

static const char *missing(const struct collector *c, const struct backend *b)
{
	static char why[80];

	if ((b->manual_flags & wanted_flags(c)) == wanted_flags(c))
		return NULL;
	snprintf(why, sizeof(why),
		 "KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 is %u, %u needed",
		 b->manual_flags, wanted_flags(c));
	return why;
}

static void enable(const struct collector *c, const struct backend *b,
		   struct machine *m)
{
	int err = dirty_enable(m, KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2,
			       wanted_flags(c));

	(void)b;
	if (err)
		verdict_fail("KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 with %u: %s",
			     wanted_flags(c), strerror(err));
}

void collect_clear_range(struct machine *m, u32 slot,
			 const struct pageset *set, u64 first, u64 nr)
{
	int err = dirty_clear(m, slot, set->words + first / 64, first, nr);

	if (err)
		verdict_fail("KVM_CLEAR_DIRTY_LOG of slot %u, pages %lu + %lu of %lu: %s",
			     m->slot[slot].id, first,
			     nr,
			     set->nr_pages, strerror(err));
}

static void harvest_slot(struct machine *m, u32 slot, u64 chunk,
			 struct pageset *into)
{
	u64 nr_pages = m->slot[slot].nr_pages;
	struct pageset got;

	pageset_init(&got, nr_pages);
	collect_get(m, slot, &got);
	for (u64 at = 0; at < nr_pages; at += chunk)
		collect_clear_range(m, slot, &got, at,
				    at + chunk < nr_pages ? chunk :
							    nr_pages - at);
	pageset_or(into, &got);
	pageset_free(&got);
}

static void harvest(const struct collector *c, struct machine *m,
		    struct harvest *h, bool quiet)
{
	(void)quiet;
	for (u32 i = 0; i < m->nr_slots; i++)
		if (m->slot[i].logging)
			harvest_slot(m, i,
				     c->chunk_pages ? c->chunk_pages :
						      m->slot[i].nr_pages,
				     &h->dirty[i]);
}

const struct collect_ops collect_clear = {
	.missing = missing,
	.enable = enable,
	.harvest = harvest,
	.has_log = true,
	.manual_clear = true,
};
