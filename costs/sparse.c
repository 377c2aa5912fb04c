// SPDX-License-Identifier: GPL-2.0-only
/*
 * What grows with the size of a slot alone: of 1, 16 and 64 GiB, of which nobody has ever
 * touched a page.  The guest's page tables do not know them, and neither does the ledger,
 * which would need more memory than an emulated machine has.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/collect/dirty_try.h"
#include "host/cost/call.h"
#include "host/cost/measure.h"
#include "host/test.h"

/* No slot of the machine has this number, or lies there. */
#define ID 400
#define GPA (64ull << 30)

#define MOST_GIB 64ull

enum what { GET, ON, OFF };

static void measure(struct run *r, u64 gib, void *hva, void *bitmap)
{
	struct dirty_try_slot slot = { .id = ID, .flags = TRY_LOG, .gpa = GPA,
				       .bytes = gib << 30, .hva = hva };
	struct measure m = measure_of(r, gib, "GiB of slot");
	enum what what = r->c->n[0];
	int err;

	/*
	 * The slot may end past the last address of a guest (arm64), and KVM may have no
	 * memory for its own table of so many pages.
	 */
	err = dirty_try_slot(r->machine, &slot);
	if (err == EFAULT || err == EINVAL || err == ENOMEM)
		verdict_skip("no slot of %lu GiB at 64 GiB here: %s", gib, strerror(err));
	call_must("creation", err);
	while (measure_more(&m)) {
		if (what == GET) {
			measure_start(&m);
			call_must("KVM_GET_DIRTY_LOG", dirty_try_get(r->machine, ID, bitmap));
			measure_stop(&m);
			continue;
		}
		for (u32 i = 0; i < 2; i++) {
			/* Off, and on again. */
			slot.flags ^= TRY_LOG;
			if (what == (slot.flags ? ON : OFF))
				measure_start(&m);
			call_must("a switch of logging", dirty_try_slot(r->machine, &slot));
			if (what == (slot.flags ? ON : OFF))
				measure_stop(&m);
		}
	}
	measure_note(&m);
	slot.bytes = 0;
	call_must("deletion", dirty_try_slot(r->machine, &slot));
}

static void run(struct run *r)
{
	static const u64 gib[] = { 1, 16, MOST_GIB };
	u64 most = MOST_GIB << 30;
	u64 bitmap_bytes = most / getpagesize() / 8;
	void *bitmap = calloc(1, bitmap_bytes);
	void *hva = mmap(NULL, most, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (hva == MAP_FAILED)
		verdict_skip("no %llu GiB of addresses", MOST_GIB);
	for (u32 i = 0; i < ARRAY_LEN(gib); i++)
		measure(r, gib[i], hva, bitmap);
	munmap(hva, most);
	free(bitmap);
}

static const struct test_case cases[] = {
	{ .name = "get", .n = { GET }, .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
	{ .name = "log-on", .n = { ON } },
	{ .name = "log-off", .n = { OFF } },
};

const struct test test = {
	.name = "sparse",
	.about = "what grows with the size of a slot that nobody touched",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR_INIT | COLLECT_RING,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
