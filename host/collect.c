// SPDX-License-Identifier: GPL-2.0-only
/* The set of collectors, and what they share. */
#include "host/collect.h"

#include <stdlib.h>
#include <string.h>

#include "host/dirty_io.h"
#include "host/verdict.h"

const struct collector collectors[] = {
	{ .name = "bitmap", .ops = &collect_bitmap },
	{ .name = "clear", .ops = &collect_clear },
	/* the smallest chunk that CLEAR takes: one word of the bitmap */
	{ .name = "clear-chunks", .ops = &collect_clear, .chunk_pages = 64 },
	{ .name = "clear-init", .ops = &collect_clear, .chunk_pages = 512,
	  .initially_set = true },
	/* KVM takes a ring before the first slot and after (clause R9). */
	{ .name = "ring", .ops = &collect_ring, .early = true },
	{ .name = "ring-min", .ops = &collect_ring, .ring_entries = 1 },
	/* more than any processor's buffer needs, few enough to fill */
	{ .name = "ring-2k", .ops = &collect_ring, .ring_entries = 2048 },
	/* a backup bitmap must come before the first slot */
	{ .name = "ring+bitmap", .ops = &collect_ring_bitmap, .early = true },
	/* a VMM that enables all there is: INITIALLY_SET, and no bits to set */
	{ .name = "ring-init", .ops = &collect_ring, .with_manual = true },
	{}
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
