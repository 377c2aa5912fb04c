// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/many_slots.h"

#include <string.h>

#include "host/collect/dirty_io.h"
#include "host/collect/dirty_try.h"
#include "host/machine/compat.h"
#include "host/round/round_slot.h"
#include "host/round/run.h"

#define FIRST_ID 1000
/*
 * An odd number: multiplying by it permutes the numbers below a power of two.
 */
#define STEP 1237
#define MAX_PIECE_WORDS 4

static u32 id_of(const struct many_slots *many, u32 i)
{
	return FIRST_ID + i * STEP % many->nr;
}

void many_slots_make(struct run *r, const struct many_slots *many)
{
	struct machine *m = r->machine;
	struct machine_slot *s = &m->slot[many->slot];
	u32 most = dirty_try_nr_slots(m);
	u64 bytes = (u64)many->pages << m->page_shift;

	if (many->pages > 64 * MAX_PIECE_WORDS ||
	    s->nr_pages != (u64)many->nr * many->pages)
		verdict_error("%u slots of %u pages are not %lu pages",
			      many->nr, many->pages, s->nr_pages);
	if (most < FIRST_ID + many->nr)
		verdict_skip("KVM_CAP_NR_MEMSLOTS is %u, %u needed", most,
			     FIRST_ID + many->nr);
	round_delete_slot(r, many->slot);
	for (u32 i = 0; i < many->nr; i++) {
		int err = dirty_try_slot(m, &(struct dirty_try_slot){
			.id = id_of(many, i),
			.flags = TRY_LOG,
			.gpa = s->gpa + i * bytes,
			.bytes = bytes,
			.hva = s->hva + i * bytes });

		if (err)
			verdict_fail("slot %u of %u: %s", i, many->nr,
				     strerror(err));
	}
}

static void get(struct run *r, const struct many_slots *many, u32 i,
		struct pageset *dirty)
{
	u64 bits[MAX_PIECE_WORDS] = { 0 };
	int err = dirty_try_get(r->machine, id_of(many, i), bits);

	if (!err && r->collector->ops->manual_clear)
		err = dirty_try_clear(r->machine, id_of(many, i), bits, 0,
				      many->pages);
	if (err)
		verdict_fail("the log of slot %u of %u: %s", i, many->nr,
			     strerror(err));
	for (u32 page = 0; page < 64 * MAX_PIECE_WORDS; page++) {
		if (!(bits[page / 64] >> page % 64 & 1))
			continue;
		if (page >= many->pages)
			verdict_fail("slot %u of %u pages: bit %u is set", i,
				     many->pages, page);
		pageset_add(dirty, (u64)i * many->pages + page);
	}
}

/* The index of slot @id among the many. */
static u32 place(const struct many_slots *many, u32 id)
{
	u32 i = 0;

	while (i < many->nr && id_of(many, i) != id)
		i++;
	return i;
}

static void take_all(struct run *r, const struct many_slots *many,
		     struct pageset *dirty)
{
	for (u32 v = 0; v < r->machine->nr_vcpus; v++) {
		struct dirty_entry e;

		while (dirty_peek(&r->machine->vcpu[v], &e)) {
			u32 i = place(many, e.slot);

			if (i == many->nr || e.page >= many->pages)
				verdict_fail("a ring entry names page %lu of slot %u",
					     e.page, e.slot);
			pageset_add(dirty, (u64)i * many->pages + e.page);
			dirty_take(&r->machine->vcpu[v]);
		}
	}
	collect_ring_reset(r->machine);
}

void many_slots_harvest(struct run *r, const struct many_slots *many,
			struct pageset *dirty)
{
	pageset_empty(dirty);
	if (r->machine->ring_entries) {
		take_all(r, many, dirty);
		return;
	}
	for (u32 i = 0; i < many->nr; i++)
		get(r, many, i, dirty);
}
