// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every limit of KVM's dirty interface, at all its edges.  A check that is missing is
 * easily seen.  A check that is wrong by a factor is not: an alignment that lets 8, 16
 * and 32 through and refuses 1, a largest size that is twice or half of what it was.
 * So each limit is tried with 0, with every power of two, with one less and one more,
 * around its own edges, and with these beyond 32 bits.  What each value must be
 * answered with follows from the contract; dirty pages must be the same afterwards.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "host/collect/dirty_try.h"
#include "host/test.h"

enum { LIMIT };

#define NR_PAGES 200 /* three words, and a tail of 8 */
#define FIRST_DIRTY 60
#define NR_DIRTY 10
#define MOST_VALUES 400

/* KVM's numbers of slots: the machine's logged one, and one that is free. */
#define LOGGED 10
#define FREE 300

/* A guest address that no slot of the machine has. */
#define FREE_GPA (8ull << 30)

/* Do not try this value. */
#define LEAVE_OUT -1

struct limit {
	const char *name, *clauses;
	u32 collectors;
	/* The errno value that @value must be answered with, 0, or LEAVE_OUT. */
	int (*want)(const struct run *r, u64 value);
	/* Make the call; an errno value or 0.  @good: it must succeed, and must then
	 * leave everything as it is. */
	int (*call)(struct run *r, u64 value, bool good);
	/* Values have so many bits. */
	u32 bits;
	/* Values that this host's KVM decides, to be tried with their neighbours. */
	void (*own)(const struct run *r, u64 *edge);
};

#define MOST_OWN 2

/* --- KVM_CLEAR_DIRTY_LOG; bits are set only where nothing may come of them */

static const void *bitmap(bool ones)
{
	static u64 bits[2][8192 / 64];

	memset(bits[1], 0xff, sizeof(bits[1]));
	return bits[ones];
}

/* 64 pages from page @first on. */
static int want_first(const struct run *r, u64 first)
{
	(void)r;
	return first % 64 || first > NR_PAGES || first + 64 > NR_PAGES ?
		       EINVAL : 0;
}

static int clear_first(struct run *r, u64 first, bool good)
{
	return dirty_try_clear(r->machine, LOGGED, bitmap(!good), first, 64);
}

/* @nr pages from page 64 on. */
static int want_number(const struct run *r, u64 nr)
{
	(void)r;
	return 64 + nr > NR_PAGES || (nr % 64 && 64 + nr != NR_PAGES) ?
		       EINVAL : 0;
}

static int clear_number(struct run *r, u64 nr, bool good)
{
	return dirty_try_clear(r->machine, LOGGED, bitmap(!good), 64, nr);
}

/* --- numbers of slots, with the address space above bit 16 */

static int want_id(const struct run *r, u64 id)
{
	u32 spaces = r->backend->address_spaces ? r->backend->address_spaces : 1;

	if (id == LOGGED)
		return LEAVE_OUT;
	return id >> 16 >= spaces ||
	       (id & 0xffff) >= dirty_try_nr_slots(r->machine) ? EINVAL : ENOENT;
}

static void own_id(const struct run *r, u64 *edge)
{
	edge[0] = dirty_try_nr_slots(r->machine);
	edge[1] = (u64)r->backend->address_spaces << 16;
}

static int get_id(struct run *r, u64 id, bool good)
{
	static u64 bits[8192 / 64];

	(void)good;
	return dirty_try_get(r->machine, id, bits);
}

static int clear_id(struct run *r, u64 id, bool good)
{
	(void)good;
	return dirty_try_clear(r->machine, id, bitmap(true), 0, 64);
}

/* --- slots: each that KVM takes is deleted again */

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
	int err = want_id(r, id);

	/* These are the machine's. */
	if ((id & 0xffff) < 32)
		return LEAVE_OUT;
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

/* --- capabilities, each of a VM that has no slots and vCPUs yet */

static struct machine *fresh(const struct run *r)
{
	return machine_create(&(struct machine_spec){
		.nr_vcpus = 1, .timeout_scale = r->timeout_scale });
}

/* What is refused changes nothing, so that one VM answers for all of these. */
static struct machine *fresh_for(struct run *r, bool good)
{
	static struct machine *refuses;

	if (good)
		return fresh(r);
	if (!refuses)
		refuses = fresh(r);
	return refuses;
}

static int want_manual(const struct run *r, u64 flags)
{
	return flags & ~(u64)r->backend->manual_flags || flags == 2 ? EINVAL : 0;
}

static int manual(struct run *r, u64 flags, bool good)
{
	return dirty_try_enable(fresh_for(r, good), TRY_MANUAL, 0, flags);
}

static int want_none(const struct run *r, u64 flags)
{
	(void)r;
	return flags ? EINVAL : 0;
}

static int manual_cap_flags(struct run *r, u64 flags, bool good)
{
	return dirty_try_enable(fresh_for(r, good), TRY_MANUAL, flags, 1);
}

/* In bytes; clauses R3, R4 and R5 in KVM's order. */
static int want_ring(const struct run *r, u64 bytes)
{
	u32 entry = 16;

	if (!bytes || bytes & (bytes - 1) || bytes < r->backend->page_size ||
	    bytes < r->backend->ring_reserved * entry)
		return EINVAL;
	return bytes > r->backend->ring_max ? E2BIG : 0;
}

static void own_ring(const struct run *r, u64 *edge)
{
	edge[0] = r->backend->ring_max;
	edge[1] = r->backend->ring_reserved * 16;
}

static int ring(struct run *r, u64 bytes, bool good)
{
	return dirty_try_enable(fresh_for(r, good), TRY_RING, 0, bytes);
}

/* --- the ring's pages, of vCPU 0 */

static u64 ring_pages(const struct run *r)
{
	return r->machine->ring_entries * 16ull / r->backend->page_size;
}

static int want_ring_page(const struct run *r, u64 page)
{
	return page < ring_pages(r) ? 0 : EFAULT;
}

static void own_ring_page(const struct run *r, u64 *edge)
{
	edge[0] = ring_pages(r);
}

static int ring_page(struct run *r, u64 page, bool good)
{
	(void)good;
	return dirty_try_map(r->machine, page, 1, PROT_READ, MAP_SHARED);
}

#define LOGS (COLLECT_BITMAP | COLLECT_CLEAR)
#define ANY (LOGS | COLLECT_RING)

static const struct limit limits[] = {
	{ "clear-first", "C2 C5 C6 C7", LOGS,
	  want_first, clear_first, .bits = 64 },
	{ "clear-number", "C3 C4 C6 C8", LOGS,
	  want_number, clear_number, .bits = 32 },
	{ "get-id", "G7 G8 G9", LOGS,
	  want_id, get_id, .bits = 32, .own = own_id },
	{ "clear-id", "C10 C11", LOGS,
	  want_id, clear_id, .bits = 32, .own = own_id },
	{ "slot-id", NULL, ANY,
	  want_new_id, slot_id, .bits = 32, .own = own_id },
	{ "slot-flags", "S2", ANY,
	  want_flags, slot_flags, .bits = 32 },
	{ "slot-gpa", "S8", ANY,
	  want_whole_pages, slot_gpa, .bits = 17 },
	{ "slot-hva", "S8", ANY,
	  want_whole_pages, slot_hva, .bits = 17 },
	{ "slot-size", "S7 S8", ANY,
	  want_size, slot_size, .bits = 17 },
	{ "manual", "M2 M3 M4 M6", COLLECT_BITMAP,
	  want_manual, manual, .bits = 64 },
	{ "manual-flags", "M5", COLLECT_BITMAP,
	  want_none, manual_cap_flags, .bits = 32 },
	{ "ring", "R1 R3 R4 R5", COLLECT_RING,
	  want_ring, ring, .bits = 32, .own = own_ring },
	{ "ring-page", "R10 R13", COLLECT_RING | COLLECT_RING_MIN,
	  want_ring_page, ring_page, .bits = 20, .own = own_ring_page },
};

struct values {
	u32 bits, nr;
	u64 value[MOST_VALUES];
};

static void add(struct values *v, u64 value)
{
	if (v->bits < 64)
		value &= (1ull << v->bits) - 1;
	for (u32 i = 0; i < v->nr; i++)
		if (v->value[i] == value)
			return;
	if (v->nr == MOST_VALUES)
		verdict_error("more than %u values", MOST_VALUES);
	v->value[v->nr++] = value;
}

static void add_around(struct values *v, u64 value)
{
	add(v, value - 1);
	add(v, value);
	add(v, value + 1);
}

/* Around 0, each power of two and each own edge; its half, its double and three times
 * that; and what is an edge again if a sum or a number loses its upper half. */
static void collect_values(const struct run *r, const struct limit *limit,
			   struct values *v)
{
	u64 own[MOST_OWN] = { 0 };

	if (limit->own)
		limit->own(r, own);
	add_around(v, 0);
	for (u32 bit = 0; bit < limit->bits; bit++) {
		add_around(v, 1ull << bit);
		add(v, ~0ull << bit);
		add(v, (1ull << 32) + (1ull << bit));
	}
	for (u32 i = 0; i < MOST_OWN; i++) {
		add_around(v, own[i]);
		add_around(v, own[i] / 2);
		add_around(v, own[i] * 2);
		add(v, own[i] * 3);
		add_around(v, own[i] + (1ull << 32));
	}
	add_around(v, NR_PAGES);
	add_around(v, NR_PAGES - 64);
}

static void run(struct run *r)
{
	const struct limit *limit = &limits[r->c->n[LIMIT]];
	struct values v = { .bits = limit->bits };

	round_store(r, 0, FIRST_DIRTY, NR_DIRTY);
	round_run(r);
	collect_values(r, limit, &v);
	for (u32 i = 0; i < v.nr; i++) {
		int want = limit->want(r, v.value[i]);
		int got;

		if (want == LEAVE_OUT)
			continue;
		got = limit->call(r, v.value[i], !want);
		if (got != want)
			verdict_fail("%s 0x%lx is answered with %s, %s expected",
				     limit->name, v.value[i], verdict_errno(got),
				     verdict_errno(want));
	}
	round_report(r);
	/* The pages are tracked as before, too. */
	round_store(r, 0, FIRST_DIRTY + 1, NR_DIRTY);
	round_finish(r);
	round_finish(r);
}

static const struct test_case *make_cases(const struct image *image,
					  u32 *nr_cases)
{
	static struct test_case cases[ARRAY_LEN(limits)];

	(void)image;
	for (u32 i = 0; i < ARRAY_LEN(limits); i++)
		cases[i] = (struct test_case){
			.name = limits[i].name,
			.pages = NR_PAGES,
			.unlogged_pages = 64,
			.collectors = limits[i].collectors,
			.clauses = limits[i].clauses,
			.n = { [LIMIT] = i },
		};
	*nr_cases = ARRAY_LEN(limits);
	return cases;
}

const struct test test = {
	.name = "edges",
	.about = "each limit of the interface at all its edges",
	.make_cases = make_cases,
	.run = run,
};
