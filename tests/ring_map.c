// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a ring can be mapped: shared, by whoever may read the vCPU's file, and not
 * beyond its end.  A private copy would take no harvest, and code has no business
 * there.  What is mapped for a look changes nothing: the stores before and after
 * are harvested as ever.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "host/collect/dirty_try.h"
#include "host/test.h"

enum { ERR, FROM, PAGES, PROT };

/* In rows this stands for the ring's own number of pages. */
#define WHOLE (1 << 20)

static u64 pages(const struct run *r, u64 n)
{
	u64 ring = (u64)r->machine->ring_entries * 16 >> r->machine->page_shift;

	return n < WHOLE / 2 ? n : n - WHOLE + ring;
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
	/* A host may forbid to map anything for execution from there. */
	if (err == EPERM && n[PROT] & PROT_EXEC)
		err = EINVAL;
	if (err != (int)n[ERR])
		verdict_fail("the call is answered with %s, %s expected",
			     verdict_errno(err),
			     verdict_errno(n[ERR]));
	round_report(r);
	round_store(r, 0, 61, 10);
	round_finish(r);
	round_finish(r);
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
	/* what the call takes, and the page is not there */
	MAP("past-end", "R13", EFAULT, WHOLE, 1, READ),
	MAP("one-too-many", "R13", EFAULT, 0, WHOLE + 1, READ),
	{ .name = "no-ring", .clauses = "R14", .pages = 200, NO_RING,
	  .n = { [ERR] = EFAULT, [PAGES] = 1, [PROT] = READ } },
};

const struct test test = {
	.name = "ring_map",
	.about = "what may be mapped of a dirty ring, and what not",
	.collectors = COLLECT_RING | COLLECT_RING_MIN,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
