// SPDX-License-Identifier: GPL-2.0-only
/*
 * Snapshots of a running guest, each of them a file that the next one changes in part
 * (host/migrate/snapshot.h).  The vCPUs are stopped amid their stores, the log says
 * what the file lacks, and the file must be equal to the memory then.  A page that the
 * log misses is old in the file.  So is, one snapshot later, a page that was reported
 * and is not tracked anew.
 *
 * From one snapshot to the next the guest stores to NR_PAGES pages, and moves on by
 * STEP: some pages are stored to again, and some never.
 */
#include "host/migrate/snapshot.h"
#include "host/test.h"

enum { KIND, MISTAKES };
enum { DIFFS, FULL_FIRST, FULL_BETWEEN, DIFF_FAILS };

#define NR_SNAPSHOTS 5
#define NR_PAGES 60
#define STEP 40
#define PER_VCPU 300
#define SLOT_PAGES (2 * PER_VCPU)
/* The guest does not store to this slot, the VMM does: at an edge of a word. */
#define VMM_SLOT 1
#define VMM_PAGE 63

static void queue(struct run *r, u32 i)
{
	struct machine *m = r->machine;

	for (u32 v = 0; v < m->nr_vcpus; v++) {
		u64 before = m->vcpu[v].expected;

		round_queue(r, (struct stores){
			.op = "store-64", .vcpu = v,
			.pattern = { .kind = PATTERN_RUN,
				     .first = v * PER_VCPU + i * STEP,
				     .count = NR_PAGES } });
		machine_credit(m, v, (before + m->vcpu[v].expected) / 2);
	}
}

/* Wait until half of the batch's stores have begun, and stop the vCPUs. */
static void stop_amid(struct run *r, u32 i)
{
	struct machine *m = r->machine;

	machine_wait_stores(m, m->nr_vcpus * (i * NR_PAGES + NR_PAGES / 2));
	machine_pause(m);
}

static void go_on(struct run *r)
{
	struct machine *m = r->machine;

	for (u32 v = 0; v < m->nr_vcpus; v++)
		machine_credit(m, v, ~0ull);
	machine_resume(m);
	round_wait(r);
}

/* False: it failed. */
static bool take(struct snapshot *s, u32 kind, u32 i)
{
	if (kind == DIFF_FAILS && i == 1) {
		snapshot_diff_fails(s);
		return false;
	}
	if ((kind == FULL_FIRST && i == 0) || (kind == FULL_BETWEEN && i == 2))
		snapshot_full(s);
	else
		snapshot_diff(s);
	return true;
}

static void run(struct run *r)
{
	struct snapshot s = { .mistakes = r->c->n[MISTAKES] };
	struct track log;

	track_init(&log, r);
	snapshot_begin(&s, &log);
	for (u32 i = 0; i < NR_SNAPSHOTS; i++) {
		snapshot_store(&s, VMM_SLOT, VMM_PAGE + i / 2, i + 1);
		/* a page that the guest stores to, too */
		snapshot_store(&s, 0, i * STEP, i + 1);
		queue(r, i);
		round_go(r);
		stop_amid(r, i);
		if (take(&s, r->c->n[KIND], i))
			snapshot_check(&s);
		verdict_note("snapshot %u: %lu pages written", i, s.written);
		go_on(r);
		if (s.mistakes & SNAPSHOT_EMPTY_LATE && !i)
			snapshot_empty(&s);
	}
	snapshot_diff(&s);
	snapshot_check(&s);
	snapshot_end(&s);
	track_free(&log);
}

#define RAM .start = START_FRESH, .pages = SLOT_PAGES, .more_pages = { 130 }, .vcpus = 2
#define CAUGHT .fault = "none", .says = "the snapshot differs"

static const struct test_case cases[] = {
	/* the first snapshot of a guest is a diff: it has all that was ever written */
	{ .name = "diffs", RAM, .backings = BACKING_ALL, .n = { [KIND] = DIFFS } },
	{ .name = "full-first", RAM, .backings = BACKING_ALL,
	  .n = { [KIND] = FULL_FIRST } },
	{ .name = "full-between", RAM, .n = { [KIND] = FULL_BETWEEN } },
	/* memory that was loaded from a snapshot */
	{ .name = "loaded", .start = START_POPULATED, .pages = SLOT_PAGES,
	  .more_pages = { 130 }, .vcpus = 2, .backings = BACKING_ALL,
	  .n = { [KIND] = FULL_FIRST } },
	{ .name = "diff-fails", RAM, .n = { [KIND] = DIFF_FAILS } },

	/* mistakes, which must be noticed */
	{ .name = "forgotten", RAM, CAUGHT,
	  .n = { [KIND] = DIFF_FAILS, [MISTAKES] = SNAPSHOT_FORGET } },
	{ .name = "vmm-unseen", RAM, CAUGHT,
	  .n = { [KIND] = FULL_FIRST, [MISTAKES] = SNAPSHOT_LOG_ONLY } },
	{ .name = "emptied-late", RAM, CAUGHT,
	  .n = { [KIND] = FULL_FIRST, [MISTAKES] = SNAPSHOT_EMPTY_LATE } },
};

const struct test test = {
	.name = "snapshots",
	.about = "snapshots by the log are equal to the memory of a running guest",
	.clauses = "G2 C21 R25",
	.needs = NEED_CPUS2,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
