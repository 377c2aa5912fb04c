// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/walk_way.h"

#include "verdict/verdict.h"

static u32 bits_at(u64 bits, u32 level)
{
	return bits >> 8 * level & 0xff;
}

void walk_set_way(struct walk *w, u32 page, u64 bits)
{
	for (u32 level = w->leaf; level <= w->top; level++)
		walk_set(w, level, page, bits_at(bits, level));
}

void walk_check_way(const struct walk *w, u32 page, u64 bits, bool store)
{
	for (u32 level = w->leaf; level <= w->top; level++) {
		u32 got = walk_bits(w, level, page);
		u32 want = walk_bits_after(w, level, bits_at(bits, level), store);

		if (got != want)
			verdict_fail("the entry of level %u has bits 0x%x after the access, 0x%x expected",
				     level, got, want);
	}
}
