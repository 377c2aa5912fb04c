// SPDX-License-Identifier: GPL-2.0-only
/*
 * Live migration of the firmware payload between two QEMUs, in each way that
 * QEMU tracks dirty pages.
 *
 * When the source has stopped, both QEMUs must hold the same memory.  The
 * payload continues at the destination.  It must find the value that it stored
 * last in every page, both before it writes the page again and at the end.  The
 * host computes the same from the number of stores.  If the dirty log misses a
 * page, the destination has an old copy of the page.
 *
 * The migration makes at least three passes: the payload dirties 78 MiB/s, and
 * the migration may send 16 MiB/s.
 */
#include <string.h>

#include "vmm/migration.h"

#define PASSES 3

static void precopy(struct vmm_run *r)
{
	struct migration m;

	migration_begin(&m, r, r->c->s[0]);
	migration_until_pass(&m, PASSES);
	migration_finish(&m);
	migration_judge(&m);
}

/*
 * QEMU throttles the vCPUs because the migration does not converge, from pass 3
 * on.
 */
static void auto_converge(struct vmm_run *r)
{
	struct migration m;
	u32 pass = 2;

	migration_begin(&m, r, "auto-converge");
	while (!qmp_int(migration_query(&m), "cpu-throttle-percentage"))
		migration_until_pass(&m, pass++);
	verdict_note("throttled by %ld %% in pass %u",
		     qmp_int(migration_query(&m), "cpu-throttle-percentage"),
		     pass - 1);
	migration_finish(&m);
	migration_judge(&m);
}

/* The destination runs while the source still has most of the memory. */
static void postcopy(struct vmm_run *r)
{
	struct migration m;

	migration_begin(&m, r, "postcopy-ram");
	migration_until_pass(&m, 2);
	qmp_do(m.source, "migrate-start-postcopy", NULL);
	migration_finish(&m);
	migration_judge(&m);
}

/*
 * Each vCPU may dirty n[0] MiB/s.  QEMU slows a vCPU down that dirties more.
 */
static void dirty_limit(struct vmm_run *r)
{
	json_object *list;
	struct migration m;
	struct qemu *q = qemu_start("source", &r->spec, NULL);

	if (!qmp_try(q, "set-vcpu-dirty-limit",
		     qmp_object("dirty-rate", qmp_number(r->c->n[0]), NULL)))
		verdict_skip("QEMU refuses set-vcpu-dirty-limit: %s", q->error);
	qemu_kill(q);
	migration_begin(&m, r, NULL);
	qmp_do(m.source, "set-vcpu-dirty-limit",
	       qmp_object("dirty-rate", qmp_number(r->c->n[0]), NULL));
	migration_until_pass(&m, PASSES);
	list = qmp(m.source, "query-vcpu-dirty-limit", NULL);
	if (json_object_array_length(list) != r->spec.command.vcpus)
		verdict_fail("query-vcpu-dirty-limit reports %zu vCPUs, but %u are limited",
			     json_object_array_length(list),
			     r->spec.command.vcpus);
	for (u32 v = 0; v < r->spec.command.vcpus; v++) {
		json_object *of = json_object_array_get_idx(list, v);

		verdict_note("vCPU %u: limit %ld MiB/s, current %ld", v,
			     qmp_int(of, "limit-rate"),
			     qmp_int(of, "current-rate"));
		if ((u64)qmp_int(of, "limit-rate") != r->c->n[0])
			verdict_fail("query-vcpu-dirty-limit reports another limit than was set");
	}
	migration_finish(&m);
	migration_judge(&m);
}

static const struct vmm_case cases[] = {
	{ .name = "precopy" },
	/*
	 * RAM of a multiple of 64 pages: QEMU takes whole words of its bitmap
	 */
	{ .name = "whole-words", .accels = ACCEL_TCG, .memory_kib = 256 << 10 },
	/* one word of the bitmap at a time; 64M; more than all memory */
	{ .name = "clear-bitmap-shift-6",
	  .more = { "-global", "migration.x-clear-bitmap-shift=6" } },
	{ .name = "clear-bitmap-shift-14",
	  .more = { "-global", "migration.x-clear-bitmap-shift=14" } },
	{ .name = "clear-bitmap-shift-31",
	  .more = { "-global", "migration.x-clear-bitmap-shift=31" } },
	{ .name = "xbzrle", .s = { "xbzrle" } },
	{ .name = "auto-converge", .run = auto_converge },
	{ .name = "postcopy", .run = postcopy },
	{ .name = "dirty-limit", .accels = ACCEL_KVMS, .run = dirty_limit,
	  .n = { 10 } },
	/* vCPU 0 stores as fast as it can, vCPU 1 is nearly idle */
	{ .name = "uneven", .command = "rate=0,10" },
	{ .name = "random-pages", .command = "pattern=random" },
	/* must be noticed: a store that is counted and not done, ... */
	{ .name = "lie", .command = "lie=7", .says = "wrong pages" },
	/* ... an exception in the payload, ... */
	{ .name = "trap", .accels = ACCEL_TCG, .command = "trap=7",
	  .says = "gave up: trap vector=" },
	/* ... and a byte that differs between the two sides */
	{ .name = "flipped", .s = { NULL, "flip" }, .says = "differs" },
};

static const struct vmm_test test = {
	.name = "qemu_migrate",
	.about = "QEMU's live migration under load loses no page",
	.command = "vcpus=2 pages=8192 rate=10000",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = precopy,
};

int main(int argc, char **argv)
{
	return vmm_main(argc, argv, &test);
}
