// SPDX-License-Identifier: GPL-2.0-only
#include "host/migrate/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "host/round/run.h"

/* The guest stores to the first bytes of a page. */
#define VMM_BYTES 2048

static const struct machine *machine_of(const struct snapshot *s)
{
	return s->log->run->machine;
}

void snapshot_begin(struct snapshot *s, struct track *log)
{
	const struct machine *m = log->run->machine;

	s->log = log;
	log->mistakes = s->mistakes;
	track_join(log, &s->user);
	for (u32 i = 0; i < m->nr_slots; i++) {
		s->file[i] = calloc(m->slot[i].nr_pages, 1 << m->page_shift);
		if (!s->file[i])
			verdict_error("out of memory");
	}
}

void snapshot_store(struct snapshot *s, u32 slot, u64 page, u64 value)
{
	const struct machine *m = machine_of(s);

	*(u64 *)(m->slot[slot].hva + (page << m->page_shift) + VMM_BYTES) = value;
	if (!(s->mistakes & SNAPSHOT_LOG_ONLY))
		pageset_add(&s->user.dirty[slot], page);
}

static void write_page(struct snapshot *s, u32 slot, u64 page)
{
	const struct machine *m = machine_of(s);
	u64 at = page << m->page_shift;

	memcpy(s->file[slot] + at, m->slot[slot].hva + at, 1 << m->page_shift);
	s->written++;
}

/* What the log names is in the user's sets, and tracked anew. */
static void ask(struct snapshot *s)
{
	track_sync(s->log, &s->user, true);
	track_clear_all(s->log);
}

static void drop(struct snapshot *s)
{
	for (u32 i = 0; i < machine_of(s)->nr_slots; i++)
		pageset_empty(&s->user.dirty[i]);
}

void snapshot_empty(struct snapshot *s)
{
	ask(s);
	drop(s);
}

void snapshot_full(struct snapshot *s)
{
	s->written = 0;
	for (u32 i = 0; i < machine_of(s)->nr_slots; i++)
		for (u64 page = 0; page < machine_of(s)->slot[i].nr_pages; page++)
			write_page(s, i, page);
	if (!(s->mistakes & SNAPSHOT_EMPTY_LATE))
		snapshot_empty(s);
}

/* Write the first @most of the pages that the file lacks. */
static void write_some(struct snapshot *s, u64 most)
{
	s->written = 0;
	for (u32 i = 0; i < machine_of(s)->nr_slots; i++) {
		const struct pageset *dirty = &s->user.dirty[i];

		for (u64 page = pageset_next(dirty, 0);
		     page < dirty->nr_pages && s->written < most;
		     page = pageset_next(dirty, page + 1))
			write_page(s, i, page);
	}
}

static u64 lacking(const struct snapshot *s)
{
	u64 sum = 0;

	for (u32 i = 0; i < machine_of(s)->nr_slots; i++)
		sum += pageset_count(&s->user.dirty[i]);
	return sum;
}

void snapshot_diff(struct snapshot *s)
{
	ask(s);
	write_some(s, ~0ull);
	drop(s);
}

void snapshot_diff_fails(struct snapshot *s)
{
	ask(s);
	write_some(s, lacking(s) / 2);
	if (s->mistakes & SNAPSHOT_FORGET)
		drop(s);
}

void snapshot_check(struct snapshot *s)
{
	const struct machine *m = machine_of(s);
	u64 bytes = 1 << m->page_shift, wrong = 0, all = 0;

	for (u32 i = 0; i < m->nr_slots; i++) {
		struct pageset differ;

		pageset_init(&differ, m->slot[i].nr_pages);
		for (u64 page = 0; page < differ.nr_pages; page++)
			if (memcmp(s->file[i] + page * bytes,
				   m->slot[i].hva + page * bytes, bytes))
				pageset_add(&differ, page);
		round_note(s->log->run, i, "old in the snapshot", &differ);
		wrong += pageset_count(&differ);
		all += differ.nr_pages;
		pageset_free(&differ);
	}
	if (wrong)
		verdict_fail("the snapshot differs in %lu of %lu pages", wrong, all);
}

void snapshot_end(struct snapshot *s)
{
	track_leave(s->log, &s->user);
	for (u32 i = 0; i < MACHINE_MAX_SLOTS; i++)
		free(s->file[i]);
}
