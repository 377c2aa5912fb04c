// SPDX-License-Identifier: GPL-2.0-only
#include "host/migrate/migrate.h"

#include <stdlib.h>
#include <string.h>

#include "host/round/run.h"

u32 migrate_shift(s32 shift)
{
	u32 near = shift < MIGRATE_MIN_SHIFT ? MIGRATE_MIN_SHIFT :
		   shift > MIGRATE_MAX_SHIFT ? MIGRATE_MAX_SHIFT :
					       shift;

	if ((s32)near != shift)
		verdict_note("a clear bitmap of 2^%d pages per bit is not possible, it is %u to %u: %u is taken",
			     shift, MIGRATE_MIN_SHIFT, MIGRATE_MAX_SHIFT,
			     near);
	return near;
}

static bool is_ram(const struct migrate *g, u32 slot)
{
	return g->log->run->machine->slot[slot].logged;
}

void migrate_begin(struct migrate *g, struct track *log, s32 shift)
{
	const struct machine *m = log->run->machine;

	g->log = log;
	log->mistakes = g->mistakes;
	g->shift = migrate_shift(shift);
	for (u32 i = 0; i < m->nr_slots; i++) {
		if (!is_ram(g, i))
			continue;
		g->base[i] = g->ram_pages;
		g->ram_pages += m->slot[i].nr_pages;
		g->copy[i] = calloc(m->slot[i].nr_pages, 1 << m->page_shift);
		if (!g->copy[i])
			verdict_error("out of memory");
	}
	pageset_init(&g->uncleared, ((g->ram_pages - 1) >> g->shift) + 1);
	track_join(log, &g->user);
}

static void beside(struct migrate *g, enum migrate_at at, u32 slot, u64 page)
{
	if (g->beside && !g->stopped)
		g->beside(g->ctx, at, slot, page);
}

/* The part of chunk @chunk that lies in @slot. */
static void clear_part(struct migrate *g, u32 slot, u64 chunk)
{
	u64 from = chunk << g->shift;
	u64 to = (chunk + 1) << g->shift;
	u64 base = g->base[slot];
	u64 end = base + g->log->run->machine->slot[slot].nr_pages;

	if (from < base)
		from = base;
	if (to > end)
		to = end;
	if (from < to)
		track_clear(g->log, slot, from - base, to - from);
}

static void clear_chunk(struct migrate *g, u32 slot, u64 page)
{
	u64 chunk = (g->base[slot] + page) >> g->shift;

	if (!g->log->manual || !pageset_has(&g->uncleared, chunk))
		return;
	pageset_del(&g->uncleared, chunk);
	for (u32 i = 0; i < g->log->run->machine->nr_slots; i++)
		if (is_ram(g, i))
			clear_part(g, i, chunk);
}

static void send_page(struct migrate *g, u32 slot, u64 page)
{
	const struct machine *m = g->log->run->machine;
	u64 at = page << m->page_shift;

	beside(g, MIGRATE_AT_PAGE, slot, page);
	if (!(g->mistakes & MIGRATE_CLEAR_LATE))
		clear_chunk(g, slot, page);
	pageset_del(&g->user.dirty[slot], page);
	if (!g->dry)
		memcpy(g->copy[slot] + at, m->slot[slot].hva + at,
		       1 << m->page_shift);
	g->sent++;
	g->resent += g->round > 0 || g->stopped;
	beside(g, MIGRATE_AT_SENT, slot, page);
	if (g->mistakes & MIGRATE_CLEAR_LATE)
		clear_chunk(g, slot, page);
}

static void pass(struct migrate *g)
{
	u64 before = g->sent;

	for (u32 i = 0; i < g->log->run->machine->nr_slots; i++) {
		const struct pageset *dirty = &g->user.dirty[i];

		if (!is_ram(g, i))
			continue;
		for (u64 page = pageset_next(dirty, 0); page < dirty->nr_pages;
		     page = pageset_next(dirty, page + 1))
			send_page(g, i, page);
	}
	track_reset(g->log);
	verdict_note("round %u: %lu pages sent", g->round, g->sent - before);
}

static void sync(struct migrate *g, bool last)
{
	track_sync(g->log, &g->user, last);
	pageset_fill(&g->uncleared);
}

static u64 left(const struct migrate *g)
{
	u64 sum = 0;

	for (u32 i = 0; i < g->log->run->machine->nr_slots; i++)
		if (is_ram(g, i))
			sum += pageset_count(&g->user.dirty[i]);
	return sum;
}

void migrate_first(struct migrate *g)
{
	for (u32 i = 0; i < g->log->run->machine->nr_slots; i++)
		if (is_ram(g, i))
			pageset_fill(&g->user.dirty[i]);
	/*
	 * This sync teaches nothing new, but only pages that a sync has shown
	 * can be cleared.
	 */
	sync(g, false);
	pass(g);
}

void migrate_last(struct migrate *g)
{
	if (g->mistakes & MIGRATE_NO_KICK)
		sync(g, false);
	machine_pause(g->log->run->machine);
	g->stopped = true;
	if (!(g->mistakes & (MIGRATE_NO_LAST_SYNC | MIGRATE_NO_KICK)))
		sync(g, true);
	pass(g);
}

void migrate_run(struct migrate *g)
{
	migrate_first(g);
	while (g->round < g->most_rounds) {
		beside(g, MIGRATE_AT_SYNC, 0, 0);
		sync(g, false);
		if (left(g) <= g->enough)
			break;
		g->round++;
		pass(g);
	}
	migrate_last(g);
}

void migrate_check(struct migrate *g)
{
	struct run *r = g->log->run;
	struct machine *m = r->machine;
	u64 bytes = 1 << m->page_shift;
	u64 wrong = 0;

	for (u32 i = 0; i < m->nr_slots; i++) {
		struct pageset differ;

		if (!is_ram(g, i))
			continue;
		pageset_init(&differ, m->slot[i].nr_pages);
		for (u64 page = 0; page < differ.nr_pages; page++)
			if (!pageset_has(&g->user.dirty[i], page) &&
			    memcmp(g->copy[i] + page * bytes,
				   m->slot[i].hva + page * bytes, bytes))
				pageset_add(&differ, page);
		round_note(r, i, "copied wrong", &differ);
		wrong += pageset_count(&differ);
		pageset_free(&differ);
	}
	if (wrong)
		verdict_fail("round %u: the copy differs in %lu of %lu pages",
			     g->round, wrong, g->ram_pages);
}

void migrate_end(struct migrate *g)
{
	track_leave(g->log, &g->user);
	for (u32 i = 0; i < MACHINE_MAX_SLOTS; i++)
		free(g->copy[i]);
	pageset_free(&g->uncleared);
}
