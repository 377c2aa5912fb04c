// SPDX-License-Identifier: GPL-2.0-only
#include "host/round/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/collect/fault.h"
#include "verdict/verdict.h"

static void *zeroed(u64 nr, u64 bytes)
{
	void *p = calloc(nr, bytes);

	if (!p)
		verdict_error("out of memory");
	return p;
}

void ledger_init(struct ledger *l, struct machine *m, const struct image *image)
{
	memset(l, 0, sizeof(*l));
	l->machine = m;
	l->image = image;
	l->nr_slots = m->nr_slots;
	for (u32 i = 0; i < m->nr_slots; i++) {
		struct ledger_slot *s = &l->slot[i];
		u64 nr_pages = m->slot[i].nr_pages;

		pageset_init(&s->stored, nr_pages);
		pageset_init(&s->touched, nr_pages);
		pageset_init(&s->walked, nr_pages);
		pageset_init(&s->masked, nr_pages);
		pageset_init(&s->unowned, nr_pages);
		s->marks = zeroed(m->most_vcpus, sizeof(*s->marks));
		s->last = zeroed(m->most_vcpus, sizeof(*s->last));
		for (u32 v = 0; v < m->most_vcpus; v++) {
			s->marks[v] = zeroed(nr_pages, sizeof(**s->marks));
			s->last[v] = zeroed(nr_pages, sizeof(**s->last));
		}
	}
}

void ledger_new_round(struct ledger *l)
{
	for (u32 i = 0; i < l->nr_slots; i++) {
		struct ledger_slot *s = &l->slot[i];

		pageset_empty(&s->stored);
		pageset_empty(&s->touched);
		pageset_empty(&s->walked);
		pageset_empty(&s->masked);
		pageset_empty(&s->unowned);
		for (u32 v = 0; v < l->machine->nr_vcpus; v++)
			memset(s->marks[v], 0,
			       s->stored.nr_pages * sizeof(**s->marks));
	}
}

/*
 * Find the slot and the page of a guest address. Slots end on page boundaries.
 */
static u32 find(const struct ledger *l, u64 gva, u64 *page)
{
	const struct machine *m = l->machine;
	const struct machine_view *w = &m->view;

	if (gva - w->gva < (u64)w->nr_pages << m->page_shift) {
		*page = w->page[(gva - w->gva) >> m->page_shift];
		return w->slot;
	}
	for (u32 i = 0; i < l->nr_slots; i++) {
		const struct machine_slot *s = &m->slot[i];

		if (gva < s->gpa ||
		    gva >= s->gpa + (s->nr_pages << m->page_shift))
			continue;
		*page = (gva - s->gpa) >> m->page_shift;
		return i;
	}
	verdict_error("a store record reaches 0x%lx, outside all slots",
		      gva);
}

static void note_masked(struct ledger *l, u64 address)
{
	u64 page_bytes = 1ull << l->machine->page_shift;
	u64 last = address + ABI_MASKED_BYTES - 1;

	for (u64 at = address & ~(page_bytes - 1); at <= last; at += page_bytes) {
		u64 page;
		u32 slot = find(l, at, &page);

		pageset_add(&l->slot[slot].masked, page);
	}
}

static void one_store(struct ledger *l, struct machine_vcpu *v,
		      const struct abi_record *r,
		      const struct abi_store *store, u64 address)
{
	u64 page_bytes = 1ull << l->machine->page_shift;
	u64 from = address + (s64)store->low;
	u64 to = from + (store->length ? store->length : 1) - 1;
	/*
	 * Up to 16 bytes are one access, unless the catalogue says otherwise.
	 * More bytes are a string of accesses.
	 */
	u32 marks = store->writes ? store->writes :
		    store->length > 16 ? store->length : 1;

	if (store->effect & ABI_MASKED)
		note_masked(l, address);
	for (u64 at = from & ~(page_bytes - 1); at <= to; at += page_bytes) {
		u64 page;
		u32 slot = find(l, at, &page);
		struct ledger_slot *s = &l->slot[slot];

		if (abi_effect_is_none(store->effect) ||
		    l->machine->slot[slot].readonly) {
			pageset_add(&s->touched, page);
			continue;
		}
		pageset_add(&s->stored, page);
		s->marks[v->index][page] += marks;
		s->last[v->index][page] = (struct ledger_store){
			.number = v->expected,
			.op = r->op,
			.offset = from & (page_bytes - 1),
			.whole = from >= at && to < at + page_bytes &&
				 !(r->flags & ABI_RECORD_VALUE),
		};
	}
}

void ledger_replay(struct ledger *l, struct machine_vcpu *v,
		   const struct abi_record *r)
{
	const struct abi_store *store = image_store(l->image, r->op);
	u64 base = r->area_gva + r->offset_bytes;
	struct pattern walk;
	u32 page;

	if (!pattern_valid(&r->pattern))
		verdict_error("a store record has an invalid pattern");
	pattern_start(&walk, &r->pattern);
	while (pattern_next(&walk, &page)) {
		v->expected++;
		one_store(l, v, r, store,
			  base + ((u64)page << r->page_shift));
	}
}

void ledger_add(struct ledger *l, struct machine_vcpu *v, u32 slot, u64 page)
{
	pageset_add(&l->slot[slot].stored, page);
	l->slot[slot].marks[v->index][page]++;
}

/* Nearly all stores are words, and the library's memcmp() compares bytes. */
static bool holds(const u8 *mem, u64 value, u32 length)
{
	u64 word;

	if (length < sizeof(word))
		return !memcmp(mem, &value, length);
	__builtin_memcpy(&word, mem, sizeof(word));
	return word == value;
}

/* True if a record has stored to the page. Of what ledger_add() adds the value is not known. */
static bool recorded(const struct ledger *l, u32 slot, u64 page)
{
	for (u32 v = 0; v < l->machine->nr_vcpus; v++)
		if (l->slot[slot].last[v][page].number)
			return true;
	return false;
}

/* True if the last store of a vCPU explains what is in memory. */
static bool explained(const struct ledger *l, u32 slot, u64 page)
{
	const struct machine *m = l->machine;
	const u8 *mem = m->slot[slot].hva + (page << m->page_shift);

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		const struct ledger_store *last =
			&l->slot[slot].last[v][page];
		const struct abi_store *store;
		u64 value = abi_value(v, last->number);

		if (!last->number)
			continue;
		store = image_store(l->image, last->op);
		/*
		 * Stores that cannot be compared are checked by the unit test
		 * of the stores.
		 */
		if (!last->whole || abi_effect(store->effect) != ABI_EFFECT_VALUE ||
		    holds(mem + last->offset, value, store->length))
			return true;
	}
	return false;
}

void ledger_check_memory(const struct ledger *l, u32 slot)
{
	const struct pageset *stored = &l->slot[slot].stored;

	for (u64 page = pageset_next(stored, 0); page < stored->nr_pages;
	     page = pageset_next(stored, page + 1))
		if (recorded(l, slot, page) && !explained(l, slot, page))
			verdict_fail("a store is not in memory: page %lu of slot %u, %s",
				     page, l->machine->slot[slot].id,
				     ledger_who(l, slot, page));
}

void ledger_done(const struct ledger *l, u32 slot, struct pageset *done)
{
	const struct pageset *stored = &l->slot[slot].stored;

	for (u64 page = pageset_next(stored, 0); page < stored->nr_pages;
	     page = pageset_next(stored, page + 1))
		if (explained(l, slot, page))
			pageset_add(done, page);
}

const char *ledger_who(const struct ledger *l, u32 slot, u64 page)
{
	static char who[96];
	u32 at = 0;

	who[0] = 0;
	for (u32 v = 0; v < l->machine->nr_vcpus; v++) {
		const struct ledger_store *last =
			&l->slot[slot].last[v][page];

		if (!last->number || at >= sizeof(who))
			continue;
		at += snprintf(who + at, sizeof(who) - at,
			       "%s %lu (%s) of vCPU %u",
			       at ? ", store" : "last store",
			       last->number,
			       image_store(l->image, last->op)->name, v);
	}
	return at ? who : "no store";
}
