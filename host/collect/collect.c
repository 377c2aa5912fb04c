// SPDX-License-Identifier: GPL-2.0-only
/* The collectors as an array, and what they share. */
#include "host/collect/collect.h"

#include <stdlib.h>
#include <string.h>

#include "host/collect/dirty_io.h"
#include "verdict/verdict.h"

#define COLLECTOR(id, its_name, its_ops, ...) \
	[COLLECTOR_##id] = { .name = its_name, .ops = &its_ops, __VA_ARGS__ },
const struct collector collectors[] = {
	COLLECTORS(COLLECTOR)
	[NR_COLLECTORS] = {}
};

void harvest_init(struct harvest *h, const struct machine *m)
{
	memset(h, 0, sizeof(*h));
	for (u32 i = 0; i < m->nr_slots; i++) {
		pageset_init(&h->dirty[i], m->slot[i].nr_pages);
		pageset_init(&h->backup[i], m->slot[i].nr_pages);
		if (!m->ring_entries)
			continue;
		h->entries[i] = calloc(m->slot[i].nr_pages * m->most_vcpus,
				       sizeof(u32));
		if (!h->entries[i])
			verdict_error("out of memory");
	}
}

void harvest_empty(struct harvest *h, const struct machine *m)
{
	for (u32 i = 0; i < m->nr_slots; i++) {
		pageset_empty(&h->dirty[i]);
		pageset_empty(&h->backup[i]);
		if (m->ring_entries)
			memset(h->entries[i], 0,
			       m->slot[i].nr_pages * m->nr_vcpus * sizeof(u32));
	}
}

void harvest_free(struct harvest *h, const struct machine *m)
{
	for (u32 i = 0; i < m->nr_slots; i++) {
		pageset_free(&h->dirty[i]);
		pageset_free(&h->backup[i]);
		free(h->entries[i]);
	}
}
