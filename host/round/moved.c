// SPDX-License-Identifier: GPL-2.0-only
#include "host/round/moved.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/memory/unmapped.h"
#include "host/round/run.h"

/* The moves that process @pid has seen, per slot. */
static struct {
	pid_t pid;
	struct moved_slot {
		struct pageset moved;
		struct pageset anew; /* moved since the last moved_armed() */
		u32 *times;
	} slot[MACHINE_MAX_SLOTS];
} mine;

static void note(void *ctx, u64 start, u64 end)
{
	const struct machine *m = ctx;

	for (u32 i = 0; i < m->nr_slots; i++) {
		struct moved_slot *s = &mine.slot[i];
		u64 hva = (u64)m->slot[i].hva, nr = m->slot[i].nr_pages;
		u64 last = hva + (nr << m->page_shift);

		if (start >= last || end <= hva)
			continue;
		if (!s->moved.nr_pages) {
			pageset_init(&s->moved, nr);
			pageset_init(&s->anew, nr);
			s->times = calloc(nr, sizeof(*s->times));
		}
		for (u64 at = start > hva ? start : hva;
		     at < end && at < last; at += 1ull << m->page_shift) {
			u64 page = (at - hva) >> m->page_shift;

			pageset_add(&s->moved, page);
			pageset_add(&s->anew, page);
			s->times[page]++;
			verdict_page->nr_moved++;
		}
	}
}

static void take(const struct run *r)
{
	if (mine.pid != getpid()) {
		memset(&mine, 0, sizeof(mine));
		mine.pid = getpid();
	}
	unmapped_take(note, r->machine);
}

const struct pageset *moved_pages(const struct run *r, u32 slot)
{
	take(r);
	return &mine.slot[slot].moved;
}

u32 moved_times(const struct run *r, u32 slot, u64 page)
{
	take(r);
	return mine.slot[slot].times ? mine.slot[slot].times[page] : 0;
}

void moved_armed(const struct run *r, u32 slot, const struct pageset *armed)
{
	struct moved_slot *s = &mine.slot[slot];

	take(r);
	if (!s->moved.nr_pages)
		return;
	for (u64 page = pageset_next(&s->moved, 0); page < s->moved.nr_pages;
	     page = pageset_next(&s->moved, page + 1)) {
		if (!pageset_has(armed, page))
			continue;
		if (pageset_has(&s->anew, page))
			pageset_del(&s->anew, page);
		else
			pageset_del(&s->moved, page);
	}
}

void moved_new_round(const struct run *r)
{
	take(r);
	for (u32 i = 0; i < r->machine->nr_slots; i++)
		if (mine.slot[i].times)
			memset(mine.slot[i].times, 0,
			       mine.slot[i].moved.nr_pages *
				       sizeof(*mine.slot[i].times));
}

void moved_doubt(const struct run *r, u32 slot)
{
	const char *words = unmapped_unseen(r->machine->slot[slot].still);

	if (*words)
		verdict_skip("this host moved memory meanwhile (%s), and whose memory that was cannot be seen",
			     words);
}

bool moved_any(const struct run *r, u32 slot, u64 first, u64 count)
{
	for (u64 page = first; page < first + count; page++)
		if (moved_times(r, slot, page))
			return true;
	moved_doubt(r, slot);
	return false;
}
