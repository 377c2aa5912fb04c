// SPDX-License-Identifier: GPL-2.0-only
/*
 * Userspace writes to a slot's memory through its own mapping.  KVM must not
 * report these writes (clause G4); a VMM that emulates devices keeps a log of
 * its own.  The guest's stores to the same pages must be reported as ever.  The
 * writer is this process, or the kernel on behalf of this process.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "host/test.h"

enum { BY_KERNEL };

#define NR_PAGES 200

static void host_write(struct run *r, u32 first, u32 count)
{
	u32 shift = r->machine->page_shift;
	u8 *at = r->machine->slot[0].hva + ((u64)first << shift);
	size_t bytes = (size_t)count << shift;
	int zero;

	if (!r->c->n[BY_KERNEL]) {
		memset(at, 0x5b, bytes);
		return;
	}
	zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	if (zero < 0 || read(zero, at, bytes) != (ssize_t)bytes)
		verdict_error("/dev/zero: %s", strerror(errno));
	close(zero);
}

static void run(struct run *r)
{
	round_initial(r);
	for (u32 i = 0; i < 2; i++) {
		/* Only the host writes. */
		host_write(r, 0, NR_PAGES);
		round_finish(r);
		/* The host writes before and after the guest's stores. */
		host_write(r, 60, 10);
		round_store(r, 0, 63, 3);
		round_run(r);
		host_write(r, 64, 30);
		round_report(r);
		round_finish(r);
	}
}

static const struct test_case cases[] = {
	{ .name = "armed", .pages = NR_PAGES, .backings = BACKING_ANON | BACKING_MEMFD },
	{ .name = "armed-by-kernel", .pages = NR_PAGES,
	  .n = { [BY_KERNEL] = true } },
	/* the host's write allocates memory that nobody has touched */
	{ .name = "fresh", .pages = NR_PAGES, .start = START_FRESH },
	{ .name = "written-before", .pages = NR_PAGES, .start = START_WRITTEN,
	  .backings = BACKING_ANON | BACKING_THP },
};

const struct test test = {
	.name = "host_writes",
	.about = "userspace's own writes to a slot's memory are not reported",
	.clauses = "G4",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR | COLLECT_CLEAR_INIT |
		      COLLECT_RING | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
