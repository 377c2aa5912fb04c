// SPDX-License-Identifier: GPL-2.0-only
#include "host/migrate/track.h"

#include <string.h>

#include "host/round/run.h"

#define WORD 64

void track_init(struct track *t, struct run *r)
{
	struct machine *m = r->machine;

	memset(t, 0, sizeof(*t));
	t->run = r;
	t->manual = r->collector->ops->manual_clear;
	for (u32 i = 0; i < m->nr_slots; i++) {
		pageset_init(&t->seen[i], m->slot[i].nr_pages);
		pageset_init(&t->mask[i], m->slot[i].nr_pages);
	}
}

static void log_all(struct track *t, bool on)
{
	struct machine *m = t->run->machine;

	for (u32 i = 0; i < m->nr_slots; i++)
		if (m->slot[i].logged && m->slot[i].logging != on)
			round_log(t->run, i, on);
}

void track_join(struct track *t, struct track_user *u)
{
	const struct machine *m = t->run->machine;

	for (u32 i = 0; i < m->nr_slots; i++)
		pageset_init(&u->dirty[i], m->slot[i].nr_pages);
	if (!t->users)
		log_all(t, true);
	u->next = t->users;
	t->users = u;
}

void track_leave(struct track *t, struct track_user *u)
{
	const struct machine *m = t->run->machine;
	struct track_user **at = &t->users;

	/* Ring entries of a slot that is not logged are for nobody: harvest
	 * before any change of a slot (clause R44). */
	if (m->ring_entries && t->users == u && !u->next)
		track_sync(t, u, false);
	while (*at != u)
		at = &(*at)->next;
	*at = u->next;
	for (u32 i = 0; i < m->nr_slots; i++)
		pageset_free(&u->dirty[i]);
	if (t->users)
		return;
	log_all(t, false);
	for (u32 i = 0; i < m->nr_slots; i++)
		pageset_empty(&t->seen[i]);
}

static void hand_out(struct track *t, struct track_user *by, u32 slot,
		     const struct pageset *dirty)
{
	for (struct track_user *u = t->users; u; u = u->next)
		if (u == by || !(t->mistakes & TRACK_STEAL))
			pageset_or(&u->dirty[slot], dirty);
}

void track_sync(struct track *t, struct track_user *u, bool last)
{
	struct run *r = t->run;
	struct machine *m = r->machine;
	struct harvest *h = &r->harvest;

	pthread_mutex_lock(&r->harvest_lock);
	if (t->manual)
		collect_get_all(m, h->dirty);
	else if (t->mistakes & TRACK_LATE_RESET)
		for (u32 v = 0; v < m->nr_vcpus; v++)
			collect_ring_take(&m->vcpu[v], h, m->ring_entries);
	else
		r->collector->ops->harvest(r->collector, m, h, last);
	for (u32 i = 0; i < m->nr_slots; i++) {
		if (t->manual)
			pageset_or(&t->seen[i], &h->dirty[i]);
		hand_out(t, u, i, &h->dirty[i]);
	}
	harvest_empty(h, m);
	pthread_mutex_unlock(&r->harvest_lock);
	if (m->ring_wrong[0])
		verdict_fail("%s", m->ring_wrong);
}

void track_clear(struct track *t, u32 slot, u64 first, u64 nr)
{
	struct machine *m = t->run->machine;
	struct pageset *seen = &t->seen[slot];
	struct pageset *mask = &t->mask[slot];
	/*
	 * KVM takes whole words of the bitmap, but leaves pages alone whose bit
	 * is not set (clause C17).
	 */
	u64 from = first / WORD * WORD;
	u64 to = (first + nr + WORD - 1) / WORD * WORD;
	u64 end = first + nr;

	if (to > seen->nr_pages)
		to = seen->nr_pages;
	if (t->mistakes & TRACK_ROUND_DOWN) {
		first = from;
		end = to;
	}
	if (t->mistakes & TRACK_UNSEEN)
		pageset_add_range(mask, first, end - first);
	for (u64 page = pageset_next(seen, first); page < end;
	     page = pageset_next(seen, page + 1))
		pageset_add(mask, page);
	if (pageset_next(mask, from) < to)
		collect_clear_range(m, slot, mask, from, to - from);
	if (!(t->mistakes & TRACK_ROUND_DOWN))
		pageset_del_range(seen, first, end - first);
	pageset_del_range(mask, from, to - from);
}

void track_clear_all(struct track *t)
{
	const struct machine *m = t->run->machine;

	for (u32 i = 0; t->manual && i < m->nr_slots; i++)
		if (m->slot[i].logging)
			track_clear(t, i, 0, m->slot[i].nr_pages);
}

void track_reset(struct track *t)
{
	if (t->mistakes & TRACK_LATE_RESET)
		collect_ring_reset(t->run->machine);
}

void track_free(struct track *t)
{
	for (u32 i = 0; i < t->run->machine->nr_slots; i++) {
		pageset_free(&t->seen[i]);
		pageset_free(&t->mask[i]);
	}
}
