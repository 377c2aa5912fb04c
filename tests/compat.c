// SPDX-License-Identifier: GPL-2.0-only
/*
 * A 32-bit program on a 64-bit kernel reads and clears the log.  The program's
 * structs have 32-bit pointers, and the kernel must translate them (clauses G24
 * and C28).  Until 5.14 KVM_CLEAR_DIRTY_LOG had no translation, and took a
 * 32-bit pointer and the bytes next to it for a 64-bit pointer.
 */
#include <errno.h>
#include <string.h>

#include "host/collect/dirty_compat.h"
#include "host/test.h"

static void expect_success(int err, const char *what)
{
	if (err == ENOSYS)
		verdict_skip("this host takes no 32-bit calls from a 64-bit program");
	if (err)
		verdict_fail("%s of a 32-bit program: %s", what, strerror(err));
}

static void run(struct run *r)
{
	struct pageset must, may, got;

	for (u32 i = 0; i < 2; i++) {
		round_store(r, 0, 60 + i, 10);
		round_run(r);
		round_expect(r, 0, &must, &may);
		pageset_init(&got, must.nr_pages);
		expect_success(dirty_compat_get(r->machine, 0, &got),
			       "KVM_GET_DIRTY_LOG");
		round_judge_set(r, 0, "to a 32-bit program", &must, &may, &got);
		if (r->collector->ops->manual_clear)
			expect_success(dirty_compat_clear(r->machine, 0, &got),
				       "KVM_CLEAR_DIRTY_LOG");
		round_forget(r);
		round_finish(r);
		pageset_free(&must);
		pageset_free(&may);
		pageset_free(&got);
	}
}

static const struct test_case cases[] = {
	/* three words and a tail, counted in 64-bit and in 32-bit words */
	{ .name = "both-calls", .pages = 200, .run = run },
	{ .name = "one-word", .pages = 71, .run = run },
};

const struct test test = {
	.name = "compat",
	.about = "a 32-bit program reads and clears the log",
	.clauses = "G24 C28",
	.collectors = COLLECT_BITMAP | COLLECT_CLEAR,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
