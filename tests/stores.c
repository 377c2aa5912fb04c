// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every instruction of the payload's store catalogue is one case.  The
 * instruction must dirty the pages that it stores to and no other.  Controls,
 * which only look like stores, must dirty none.  Instructions take different
 * paths through the processor and through KVM's emulator: a failed cmpxchg
 * writes back what it read, a string store with a count of 0 does nothing, and
 * a bit store may reach far from its address.
 *
 * The bytes of each store begin at the start of a page, then end at the end of
 * a page.  If the operand may be unaligned and has more than one byte, the
 * bytes also lie across a page boundary.
 */
#include <string.h>

#include "host/test.h"

#define PREFILL 0xaa

/* Pages of the placements.  Even strings of 4096 bytes do not meet. */
enum { NEAR_START = 8, NEAR_END = 16, ACROSS = 24, CASE_PAGES = 70 };

static const struct abi_store *store_of(const struct run *r)
{
	return image_store(r->image, image_op(r->image, r->c->name));
}

static void check_memory(struct run *r, const struct abi_store *s, u64 low)
{
	const u8 *mem = r->machine->slot[0].hva;
	u32 effect = abi_effect(s->effect);
	bool changed = false;

	for (u64 at = 0; at < (s->length ? s->length : 8); at++)
		changed |= mem[low + at] != PREFILL;
	if (changed != (effect == ABI_EFFECT_VALUE || effect == ABI_EFFECT_CHANGE))
		verdict_error("%s to byte %lu of the slot: memory %s", s->name,
			      low, changed ? "changed" : "did not change");
}

/* One store whose lowest byte is byte @byte of page @page. */
static void place(struct run *r, const struct abi_store *s, u64 page, u64 byte)
{
	u32 shift = r->machine->page_shift;
	u64 low = (page << shift) + byte;
	u64 address = low - (s64)s->low;

	memset(r->machine->slot[0].hva, PREFILL,
	       r->machine->slot[0].nr_pages << r->machine->page_shift);
	round_queue(r, (struct stores){
			       .op = s->name,
			       .offset_bytes = address & ((1u << shift) - 1),
			       .pattern = { .kind = PATTERN_RUN,
					    .first = address >> shift,
					    .count = 1 } });
	round_run(r);
	check_memory(r, s, low);
	round_report(r);
	round_finish(r);
}

static void run(struct run *r)
{
	const struct abi_store *s = store_of(r);
	u32 page_bytes = 1u << r->machine->page_shift;
	u32 length = s->length ? s->length : 1;

	place(r, s, NEAR_START, 0);
	if (s->align > 1)
		return;
	place(r, s, NEAR_END, page_bytes - length);
	if (length > 1)
		place(r, s, ACROSS, page_bytes - length / 2);
}

static void add_cases(const struct image *image)
{
	u32 nr_stores = image_header(image)->nr_stores;

	for (u32 i = 0; i < nr_stores; i++) {
		const struct abi_store *s = image_store(image, i);

		/* tests/planted.c runs these. */
		if (abi_effect(s->effect) >= ABI_EFFECT_PLANTED)
			continue;
		/* So the probe knows the store.  The body places the stores. */
		cases_add((struct test_case){
			.pages = CASE_PAGES,
			.stores = { { .op = s->name } },
		}, "%s", s->name);
	}
}

const struct test test = {
	.name = "stores",
	.about = "each instruction of the store catalogue, and the controls",
	.clauses = "G2 S1",
	/* One bitmap and one ring are enough: how KVM marks a page does not
	 * depend on how the log is read. */
	.collectors = COLLECT_BITMAP | COLLECT_RING,
	.add_cases = add_cases,
	.run = run,
};
