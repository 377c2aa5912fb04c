// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which mappings of a ring KVM allows.  A shared mapping up to the ring's end
 * is allowed, also a read-only one.  Nothing is mapped behind the end.  A
 * private mapping must be refused, because KVM would not see what userspace
 * writes there.  An executable mapping must be refused too.  No mapping may
 * change the log: the stores before and after it are harvested as ever.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "host/collect/dirty_try.h"
#include "host/test.h"

enum { ERR, FROM, PAGES, PROT };

/* In rows this stands for the number of pages in the ring. */
#define WHOLE (1 << 20)

static u64 pages(const struct run *r, s64 n)
{
	u64 ring = (u64)r->machine->ring_entries * 16 >> r->machine->page_shift;

	return n < WHOLE / 2 ? (u64)n : n - WHOLE + ring;
}

static void run(struct run *r)
{
	const u64 *n = r->c->n;
	bool private = strstr(r->c->name, "private");
	int err;

	round_store(r, 0, 60, 10);
	round_run(r);
	err = dirty_try_map(r->machine, pages(r, n[FROM]), pages(r, n[PAGES]),
			    n[PROT], private ? MAP_PRIVATE : MAP_SHARED);
	/*
	 * A kernel may refuse every executable mapping of such a file: EPERM, or EACCES
	 * if a security module does.
	 */
	if ((err == EPERM || err == EACCES) && n[PROT] & PROT_EXEC)
		err = EINVAL;
	if (err != (int)n[ERR])
		verdict_fail("the call returns %s, %s expected",
			     verdict_errno(err),
			     verdict_errno(n[ERR]));
	round_report(r);
	round_store(r, 0, 61, 10);
	round_finish(r);
	round_finish(r);
}

/* A ring may be mapped in pieces, and each piece shows its own entries. */
static void pieces(struct run *r)
{
	u64 nr = pages(r, WHOLE);

	if (nr < 2)
		verdict_skip("the ring is one page");
	round_store(r, 0, 0, 600);
	round_run(r);
	for (u64 page = 0; page < nr; page++)
		if (!dirty_try_same(r->machine, page, 1))
			verdict_fail("a mapping of page %lu of the ring shows another page", page);
	if (!dirty_try_same(r->machine, 1, nr - 1))
		verdict_fail("a mapping that begins with the second page of the ring shows another");
	round_report(r);
}

#define READ PROT_READ
#define WRITE (PROT_READ | PROT_WRITE)
#define MAP(what, of, err, from, nr, prot)                          \
	{ .name = what, .clauses = of, .pages = 200,                \
	  .n = { [ERR] = err, [FROM] = from, [PAGES] = nr, [PROT] = prot } }
#define NO_RING .collectors = COLLECT_BITMAP

static const struct test_case cases[] = {
	MAP("whole", "R10", 0, 0, WHOLE, WRITE),
	MAP("read-only", "R10", 0, 0, WHOLE, READ),
	MAP("last-page", "R10", 0, WHOLE - 1, 1, WRITE),
	MAP("private", "R11", EINVAL, 0, 1, WRITE),
	MAP("private-read-only", "R11", EINVAL, 0, 1, READ),
	MAP("executable", "R12", EINVAL, 0, 1, READ | PROT_EXEC),
	/* the page before the ring, too */
	MAP("private-from-below", "R11", EINVAL, -1, 2, WRITE),
	MAP("executable-from-below", "R12", EINVAL, -1, 2, READ | PROT_EXEC),
	MAP("private-past-end", "R11", EINVAL, WHOLE - 1, 2, WRITE),
	/* the mmap succeeds, and an access to the page fails */
	MAP("past-end", "R13", EFAULT, WHOLE, 1, READ),
	MAP("one-too-many", "R13", EFAULT, 0, WHOLE + 1, READ),
	{ .name = "pieces", .clauses = "R10", .pages = 700, .run = pieces,
	  .collectors = COLLECT_RING },
	{ .name = "no-ring", .clauses = "R14", .pages = 200, NO_RING,
	  .n = { [ERR] = EFAULT, [PAGES] = 1, [PROT] = READ } },
};

const struct test test = {
	.name = "ring_map",
	.about = "which mappings of a dirty ring KVM allows",
	.collectors = COLLECT_RING | COLLECT_RING_MIN,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
