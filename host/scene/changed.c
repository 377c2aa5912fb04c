// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/changed.h"

#include <stdlib.h>
#include <string.h>

#include "host/round/run.h"

static const struct machine_slot *slot(const struct changed *c)
{
	return &c->run->machine->slot[c->slot];
}

void changed_init(struct changed *c, struct run *r, u32 slot_index)
{
	*c = (struct changed){ .run = r, .slot = slot_index };
	c->before = malloc(slot(c)->nr_pages << r->machine->page_shift);
}

void *changed_before(struct changed *c, u64 page)
{
	return c->before + (page << c->run->machine->page_shift);
}

void changed_begin(struct changed *c)
{
	memcpy(c->before, slot(c)->hva,
	       slot(c)->nr_pages << c->run->machine->page_shift);
}

u32 changed_end(struct changed *c)
{
	struct machine *m = c->run->machine;
	u64 bytes = 1ull << m->page_shift;
	u32 nr = 0;

	for (u64 page = 0; page < slot(c)->nr_pages; page++)
		if (memcmp(changed_before(c, page),
			   slot(c)->hva + page * bytes, bytes)) {
			ledger_add(&c->run->ledger, &m->vcpu[0], c->slot, page);
			nr++;
		}
	return nr;
}
