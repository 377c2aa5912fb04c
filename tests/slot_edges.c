// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each limit of a memory slot is tried at all its edges (host/scene/edges.h): number,
 * flags, address, size.  A slot that KVM takes is deleted again.  A slot that begins
 * within a page shows the guest other bytes than the VMM, and its dirty log is about
 * other pages.
 */
#include <errno.h>

#include "host/collect/dirty_try.h"
#include "host/scene/edges.h"
#include "host/test.h"

/* A number and an address that no slot of the machine has. */
#define FREE 300
#define FREE_GPA (8ull << 30)

static int make_slot(struct run *r, const struct dirty_try_slot *slot)
{
	int err = dirty_try_slot(r->machine, slot);

	if (!err)
		err = dirty_try_slot(r->machine,
				     &(struct dirty_try_slot){ .id = slot->id });
	return err;
}

/* A slot of one page, in memory of the machine's last slot. */
static struct dirty_try_slot page_slot(const struct run *r)
{
	const struct machine *m = r->machine;

	return (struct dirty_try_slot){
		.id = FREE,
		.gpa = FREE_GPA,
		.bytes = r->backend->page_size,
		.hva = m->slot[m->nr_slots - 1].hva,
	};
}

static int want_new_id(const struct run *r, u64 id)
{
	int err = edges_want_id(r, id);

	/* These are the machine's. */
	if ((id & 0xffff) < 32)
		return EDGES_LEAVE_OUT;
	return err == ENOENT ? 0 : err;
}

static int slot_id(struct run *r, u64 id, bool good)
{
	struct dirty_try_slot slot = page_slot(r);

	(void)good;
	slot.id = id;
	return make_slot(r, &slot);
}

static int want_flags(const struct run *r, u64 flags)
{
	(void)r;
	return flags & ~(u64)(TRY_LOG | TRY_READONLY) ? EINVAL : 0;
}

static int slot_flags(struct run *r, u64 flags, bool good)
{
	struct dirty_try_slot slot = page_slot(r);

	(void)good;
	slot.flags = flags;
	return make_slot(r, &slot);
}

static int want_whole_pages(const struct run *r, u64 bytes)
{
	return bytes % r->backend->page_size ? EINVAL : 0;
}

static int slot_gpa(struct run *r, u64 bytes, bool good)
{
	struct dirty_try_slot slot = page_slot(r);

	(void)good;
	slot.gpa += bytes;
	return make_slot(r, &slot);
}

static int slot_hva(struct run *r, u64 bytes, bool good)
{
	struct dirty_try_slot slot = page_slot(r);

	(void)good;
	slot.hva += bytes;
	return make_slot(r, &slot);
}

static int want_size(const struct run *r, u64 bytes)
{
	/* Nothing to create, and nothing to delete. */
	return bytes ? want_whole_pages(r, bytes) : EINVAL;
}

static int slot_size(struct run *r, u64 bytes, bool good)
{
	struct dirty_try_slot slot = page_slot(r);

	(void)good;
	slot.bytes = bytes;
	return make_slot(r, &slot);
}

#define ANY (COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING)

static const struct edges_limit limits[] = {
	{ "id", NULL, ANY,
	  want_new_id, slot_id, .bits = 32, .own = edges_own_id },
	{ "flags", "S2", ANY,
	  want_flags, slot_flags, .bits = 32 },
	{ "gpa", "S8", ANY,
	  want_whole_pages, slot_gpa, .bits = 17 },
	{ "hva", "S8", ANY,
	  want_whole_pages, slot_hva, .bits = 17 },
	{ "size", "S7 S8", ANY,
	  want_size, slot_size, .bits = 17 },
};

static void add_cases(const struct image *image)
{
	(void)image;
	edges_add_cases(limits, ARRAY_LEN(limits));
}

static void run(struct run *r)
{
	edges_run(r, limits);
}

const struct test test = {
	.name = "slot_edges",
	.about = "each limit of a slot at all its edges",
	.add_cases = add_cases,
	.run = run,
};
