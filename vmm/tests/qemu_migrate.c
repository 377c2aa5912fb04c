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

#include "vmm/memory.h"
#include "vmm/migration.h"
#include "vmm/period.h"

#define PASSES 3

/* Indices into the row's s[]. */
enum { CAPABILITIES, FLIP, PARAMETERS };

static void precopy(struct vmm_run *r)
{
	struct migration m;

	migration_begin(&m, r, r->c->s[CAPABILITIES], r->c->s[PARAMETERS]);
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

	migration_begin(&m, r, "auto-converge", NULL);
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

	migration_begin(&m, r, r->c->s[CAPABILITIES], NULL);
	migration_until_pass(&m, 2);
	qmp_do(m.source, "migrate-start-postcopy", NULL);
	migration_finish(&m);
	migration_judge(&m);
}

/*
 * The source goes on while QEMU saves its memory as it was at the beginning: a page
 * is sent before the guest's first store to it is let through.
 */
static void snapshot(struct vmm_run *r)
{
	struct migration m;

	migration_begin(&m, r, r->c->s[CAPABILITIES], NULL);
	qemu_until_seconds(m.source, 2);
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
	migration_begin(&m, r, r->c->s[CAPABILITIES], NULL);
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

/*
 * QEMU leaves a vCPU alone that dirties no more than its limit and the dead band. Skip the case
 * unless vCPU 0, whose limit is 1 MiB/s, dirties twice as much.
 */
static void skip_if_slow(struct migration *m)
{
	u64 stores = memory_stores(m->source, 0), mib_s;
	s64 ms = qemu_now_ms();

	qemu_serve_ms(2000);
	stores = memory_stores(m->source, 0) - stores;
	ms = qemu_now_ms() - ms;
	mib_s = stores * 1000 / ms >> 8;
	if (mib_s <= 2 * (1 + DEAD_BAND_MIB_S))
		verdict_skip("this machine is too slow: a vCPU dirties %lu MiB/s, and QEMU leaves what is below %u alone",
			     mib_s, 1 + DEAD_BAND_MIB_S);
}

/*
 * QEMU itself sets the limit of the parameter vcpu-dirty-limit, because the
 * migration does not converge.  Until the migration has ended, nobody else may
 * change it.
 */
static void limited_by_migration(struct vmm_run *r)
{
	struct migration m;
	json_object *answer;
	u32 pass = 2;

	migration_begin(&m, r, r->c->s[CAPABILITIES], r->c->s[PARAMETERS]);
	skip_if_slow(&m);
	while (!qmp_int(migration_query(&m),
			"dirty-limit-throttle-time-per-round"))
		migration_until_pass(&m, pass++);
	verdict_note("in pass %u a vCPU sleeps %ld us each time that its ring is full",
		     pass - 1, qmp_int(migration_query(&m),
				       "dirty-limit-throttle-time-per-round"));
	answer = qmp_try(m.source, "set-vcpu-dirty-limit",
			 qmp_object("dirty-rate", qmp_number(1000), NULL));
	if (answer)
		verdict_fail("QEMU takes set-vcpu-dirty-limit while a migration limits the vCPUs");
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
	/* out of the range: QEMU takes the nearest */
	{ .name = "clear-bitmap-shift-5",
	  .more = { "-global", "migration.x-clear-bitmap-shift=5" } },
	{ .name = "clear-bitmap-shift-32",
	  .more = { "-global", "migration.x-clear-bitmap-shift=32" } },
	/* the least that KVM takes on arm64; on x86 with PML; the most */
	{ .name = "ring-256", .accels = ACCEL_RING, .ring = 256 },
	{ .name = "ring-1024", .accels = ACCEL_RING, .ring = 1024 },
	{ .name = "ring-65536", .accels = ACCEL_RING, .ring = 65536 },
	{ .name = "xbzrle", .s = { "xbzrle" } },
	/* a cache of 16 pages, so that nearly each page drives another out */
	{ .name = "xbzrle-small", .s = { "xbzrle", NULL, "xbzrle-cache-size=65536" } },
	/* 3 does not divide the pages: what is zero in one cycle is not in the next */
	{ .name = "zeros", .command = "zero=3" },
	{ .name = "zeros-xbzrle", .command = "zero=3", .s = { "xbzrle" } },
	{ .name = "multifd", .command = "zero=3", .s = { "multifd" } },
	{ .name = "multifd-zeros-legacy", .command = "zero=3",
	  .s = { "multifd", NULL, "zero-page-detection=legacy" } },
	{ .name = "multifd-zeros-none", .command = "zero=3",
	  .s = { "multifd", NULL, "zero-page-detection=none" } },
	{ .name = "multifd-8", .command = "zero=3",
	  .s = { "multifd", NULL, "multifd-channels=8" } },
	{ .name = "mapped-ram", .command = "zero=3", .s = { "mapped-ram" } },
	{ .name = "mapped-ram-zeros-none", .command = "zero=3",
	  .s = { "mapped-ram", NULL, "zero-page-detection=none" } },
	{ .name = "mapped-ram-multifd", .command = "zero=3",
	  .s = { "mapped-ram multifd" } },
	{ .name = "switchover-ack", .s = { "return-path switchover-ack" } },
	{ .name = "background-snapshot", .s = { "background-snapshot" },
	  .run = snapshot },
	{ .name = "auto-converge", .run = auto_converge },
	{ .name = "postcopy", .s = { "postcopy-ram" }, .run = postcopy },
	{ .name = "postcopy-preempt", .s = { "postcopy-ram postcopy-preempt" },
	  .run = postcopy },
	{ .name = "dirty-limit", .accels = ACCEL_KVMS, .run = dirty_limit,
	  .n = { 10 } },
	{ .name = "dirty-limit-auto-converge", .accels = ACCEL_KVMS,
	  .run = dirty_limit, .s = { "auto-converge" }, .n = { 10 } },
	/* so small a ring, because a vCPU sleeps only when its ring is full */
	{ .name = "dirty-limit-capability", .accels = ACCEL_KVMS, .ring = 1024,
	  .command = "rate=0", .run = limited_by_migration,
	  .s = { "dirty-limit", NULL, "vcpu-dirty-limit=1" } },
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
