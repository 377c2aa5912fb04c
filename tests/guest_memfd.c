// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of guest_memfd has no dirty log (api.rst 4.140).  KVM must refuse a slot of it
 * that is to log or to be read-only (S16): a VMM that believed in such a log would lose
 * all that the guest writes.  It must refuse to change such a slot, too, and the slot
 * must be there as before (S23).  Since Linux 7 every VM may have such memory, and userspace
 * may map it.  An ordinary slot over such a mapping logs like any other (S24).
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "host/collect/dirty_try.h"
#include "host/test.h"

enum { FLAGS, LATER };

/* A number and an address that no slot of the machine has. */
#define FREE 300
#define FREE_GPA (8ull << 30)

static void try(struct run *r, const char *what, const struct dirty_try_slot *slot,
		int want)
{
	int err = dirty_try_slot(r->machine, slot);

	if (err != want)
		verdict_fail("%s with flags %u: %s, expected %s", what, slot->flags,
			     verdict_errno(err), verdict_errno(want));
}

static void run(struct run *r)
{
	struct machine *m = r->machine;
	struct dirty_try_slot slot = {
		.id = FREE,
		.flags = TRY_MEMFD,
		.gpa = FREE_GPA,
		.bytes = r->backend->page_size,
		.hva = m->slot[0].hva,
	};

	slot.memfd = dirty_try_memfd(m, slot.bytes);
	if (r->c->n[LATER])
		try(r, "a new slot of guest_memfd", &slot, 0);
	slot.flags |= r->c->n[FLAGS];
	try(r, r->c->n[LATER] ? "a change of the slot" : "a new slot of guest_memfd",
	    &slot, slot.flags == TRY_MEMFD && !r->c->n[LATER] ? 0 : EINVAL);
	slot.bytes = 0;
	slot.flags = 0;
	try(r, "the end of the slot", &slot,
	    r->c->n[LATER] || !r->c->n[FLAGS] ? 0 : EINVAL);
	/* The slots that log go on. */
	round_initial(r);
	round_store(r, 0, 63, 2);
	round_finish(r);
	round_finish(r);
}

/* The memory below the slot is replaced before the guest sees it. */
static void mapped(struct run *r)
{
	const struct machine_slot *s = &r->machine->slot[0];
	u64 bytes = s->nr_pages << r->machine->page_shift;
	int fd = dirty_try_memfd(r->machine, bytes);

	if (mmap(s->hva, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) ==
	    MAP_FAILED)
		verdict_skip("guest_memfd cannot be mapped here: %s", strerror(errno));
	round_initial(r);
	run_stores_twice(r);
}

#define WITH(flags, later) .n = { [FLAGS] = flags, [LATER] = later }

static const struct test_case cases[] = {
	{ .name = "plain", WITH(0, false) },
	{ .name = "logged", WITH(TRY_LOG, false) },
	{ .name = "read-only", WITH(TRY_READONLY, false) },
	{ .name = "both", WITH(TRY_LOG | TRY_READONLY, false) },
	{ .name = "log-later", WITH(TRY_LOG, true), .clauses = "S23" },
	{ .name = "same-later", WITH(0, true), .clauses = "S23" },
	{ .name = "read-only-later", WITH(TRY_READONLY, true), .clauses = "S23" },
	{ .name = "mapped", .run = mapped, .clauses = "S24 S1", .start = START_FRESH,
	  .stores = { { .op = "store-64",
			.pattern = { .kind = PATTERN_STRIDE, .step = 7 } } } },
};

const struct test test = {
	.name = "guest_memfd",
	.about = "memory of guest_memfd never claims to be logged",
	.clauses = "S16",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_RING,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
