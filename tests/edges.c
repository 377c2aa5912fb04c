// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each limit of dirty logs, rings and their capabilities is tried at all its edges
 * (host/scene/edges.h).  What a value must be answered with follows from the contract.
 * A VMM that is refused what KVM promised cannot migrate; one that is not refused what
 * it must not do clears pages that it has not seen.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "host/collect/dirty_try.h"
#include "host/scene/edges.h"
#include "host/test.h"

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
	return first % 64 || first > EDGES_PAGES || first + 64 > EDGES_PAGES ?
		       EINVAL : 0;
}

static int clear_first(struct run *r, u64 first, bool good)
{
	return dirty_try_clear(r->machine, EDGES_LOGGED, bitmap(!good), first, 64);
}

/* @nr pages from page 64 on. */
static int want_number(const struct run *r, u64 nr)
{
	(void)r;
	return 64 + nr > EDGES_PAGES || (nr % 64 && 64 + nr != EDGES_PAGES) ?
		       EINVAL : 0;
}

static int clear_number(struct run *r, u64 nr, bool good)
{
	return dirty_try_clear(r->machine, EDGES_LOGGED, bitmap(!good), 64, nr);
}

/* --- numbers of slots, with the address space above bit 16 */

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

/* Bytes of an entry: struct kvm_dirty_gfn. */
#define ENTRY_BYTES 16

/* In bytes; clauses R3, R4 and R5 in KVM's order. */
static int want_ring(const struct run *r, u64 bytes)
{
	if (!bytes || bytes & (bytes - 1) || bytes < r->backend->page_size ||
	    bytes < r->backend->ring_reserved * ENTRY_BYTES)
		return EINVAL;
	return bytes > r->backend->ring_max ? E2BIG : 0;
}

static void own_ring(const struct run *r, u64 *edge)
{
	edge[0] = r->backend->ring_max;
	edge[1] = r->backend->ring_reserved * ENTRY_BYTES;
}

static int ring(struct run *r, u64 bytes, bool good)
{
	return dirty_try_enable(fresh_for(r, good), TRY_RING, 0, bytes);
}

/* --- the ring's pages, of vCPU 0 */

static u64 ring_pages(const struct run *r)
{
	return (u64)r->machine->ring_entries * ENTRY_BYTES /
	       r->backend->page_size;
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

static const struct edges_limit limits[] = {
	{ "clear-first", "C2 C5 C6 C7", LOGS,
	  want_first, clear_first, .bits = 64 },
	{ "clear-number", "C3 C4 C6 C8", LOGS,
	  want_number, clear_number, .bits = 32 },
	{ "get-id", "G7 G8 G9", LOGS,
	  edges_want_id, get_id, .bits = 32, .own = edges_own_id },
	{ "clear-id", "C10 C11", LOGS,
	  edges_want_id, clear_id, .bits = 32, .own = edges_own_id },
	{ "manual", "M2 M3 M4 M6", COLLECT_BITMAP,
	  want_manual, manual, .bits = 64 },
	{ "manual-flags", "M5", COLLECT_BITMAP,
	  want_none, manual_cap_flags, .bits = 32 },
	{ "ring", "R1 R3 R4 R5", COLLECT_RING,
	  want_ring, ring, .bits = 32, .own = own_ring },
	{ "ring-page", "R10 R13", COLLECT_RING | COLLECT_RING_MIN,
	  want_ring_page, ring_page, .bits = 20, .own = own_ring_page },
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
	.name = "edges",
	.about = "each limit of logs and rings at all its edges",
	.add_cases = add_cases,
	.run = run,
};
