// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU's dirty rates are compared with the payload's account: calc-dirty-rate
 * in each of its modes, and ram.dirty-pages-rate of a migration that cannot
 * end.
 *
 * The modes dirty-bitmap and dirty-ring count pages.  Their rates must lie in
 * bounds that follow from the account (vmm/bounds.h), without any tolerance.
 * The mode page-sampling looks at random pages, and is right on average at
 * best.  It is judged only where the answer is certain: a stopped guest dirties
 * nothing, and no guest dirties more than all of its pages.  In other cases its
 * answer is printed.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "vmm/migration.h"
#include "vmm/bounds.h"

enum { WRONG, OWN_WRITES, FREEZE };

/* The length of a measurement, in seconds. */
#define WINDOW_S 5
/* Time between two queries, which widens the upper bound. */
#define ASK_MS 20

/*
 * With TCG QEMU 7.2 dies in calc-dirty-rate.  That is no bug of KVM: skip, and
 * say so.
 */
static void skip_if_dead(const struct vmm_run *r, const struct qemu *q,
			 const char *mode)
{
	char fate[200];

	if (!q->dead)
		return;
	qemu_fate(q, fate, sizeof(fate));
	if (r->spec.accel != ACCEL_TCG)
		verdict_error("QEMU %s in calc-dirty-rate mode=%s", fate, mode);
	verdict_skip("without KVM this QEMU %s in calc-dirty-rate mode=%s",
		     fate, mode);
}

/*
 * Let QEMU stand still from within the measurement to behind its end.  The vCPUs
 * tell only later how far they were behind then.
 */
static void freeze(struct qemu *q)
{
	qemu_until_seconds(q, WINDOW_S - 2);
	kill(q->pid, SIGSTOP);
	qemu_serve_ms(4000);
	kill(q->pid, SIGCONT);
}

static json_object *measure(const struct vmm_run *r, struct qemu *q,
			    const char *mode, struct measurement *w)
{
	u64 begin = qemu_now_ms(), seconds = WINDOW_S + 60 * r->spec.timeout_scale;
	json_object *info;

	q->may_die = true;
	info = qmp_try(q, "calc-dirty-rate",
		       qmp_object("calc-time", qmp_number(WINDOW_S), "mode",
				  qmp_string(mode), NULL));
	skip_if_dead(r, q, mode);
	if (!info)
		verdict_skip("QEMU refuses calc-dirty-rate mode=%s: %s", mode,
			     q->error);
	if (r->c->n[FREEZE])
		freeze(q);
	do {
		json_object_put(info);
		qemu_serve_ms(ASK_MS);
		info = qmp_try(q, "query-dirty-rate", NULL);
		skip_if_dead(r, q, mode);
		if (!info)
			verdict_error("QEMU refuses query-dirty-rate: %s",
				      q->error);
		w->took_ms = qemu_now_ms() - begin;
		if (w->took_ms > seconds * 1000)
			verdict_timeout("calc-dirty-rate mode=%s is not done in %lu s",
					mode, seconds);
	} while (strcmp(qmp_text(info, "status"), "measured"));
	q->may_die = false;
	w->asked_ms = WINDOW_S * 1000;
	return info;
}

static void judge(const char *whose, s64 said, const struct pages *mib_s)
{
	verdict_note("%s: %ld MiB/s in QEMU's words, %lu to %lu from the account",
		     whose, said, mib_s->least, mib_s->most);
	if (said < (s64)mib_s->least || said > (s64)mib_s->most)
		verdict_fail("%s: QEMU says %ld MiB/s, the account allows %lu to %lu",
			     whose, said, mib_s->least, mib_s->most);
}

/*
 * With rings QEMU has a rate for each vCPU, rounds each, and adds them up.
 * QEMU empties the rings once a second, and when one is full.
 */
static void judge_rings(struct qemu *q, json_object *info,
			struct measurement *w)
{
	const struct command *c = &q->spec->command;
	json_object *list = qmp_at(info, "vcpu-dirty-rate");
	u32 nr = list ? json_object_array_length(list) : 0;
	struct pages all, sum = { 0, 0 };

	all = bounds_all(c, &q->account, w);
	w->collections = w->took_ms / 1000 + 3 + all.most / (q->spec->ring / 2);
	if (nr != c->vcpus)
		verdict_fail("query-dirty-rate reports %u vCPUs, but %u dirty memory",
			     nr, c->vcpus);
	for (u32 i = 0; i < nr; i++) {
		json_object *of = json_object_array_get_idx(list, i);
		s64 id = qmp_int(of, "id");
		struct pages pages, mib_s;
		char whose[32];

		if (id < 0 || id >= c->vcpus)
			verdict_fail("query-dirty-rate reports vCPU %ld, which does not exist", id);
		pages = bounds_vcpu(c, &q->account, id, w);
		mib_s = bounds_mib_s(&pages, w);
		snprintf(whose, sizeof(whose), "vCPU %ld", id);
		judge(whose, qmp_int(of, "dirty-rate"), &mib_s);
		sum.least += mib_s.least;
		sum.most += mib_s.most;
	}
	judge("all vCPUs", qmp_int(info, "dirty-rate"), &sum);
}

/* The mode that counts pages. */
static void counted(struct vmm_run *r)
{
	bool ring = r->spec.accel == ACCEL_RING;
	struct measurement w = { .collections = 1 };
	struct pages pages, mib_s;
	json_object *info;
	struct qemu *q;
	s64 wrong = 0;

	r->spec.quiet = !r->c->n[OWN_WRITES];
	if (!r->spec.quiet && !r->spec.kind->quiet_cpu)
		verdict_skip("KVM writes nothing by itself to a guest of %s that does not ask for it",
			     r->spec.kind->name);
	q = vmm_boot(r);
	account_restart(&q->account);
	info = measure(r, q, ring ? "dirty-ring" : "dirty-bitmap", &w);
	qemu_until_told(q);
	if (ring) {
		judge_rings(q, info, &w);
		return;
	}
	pages = bounds_all(&r->spec.command, &q->account, &w);
	mib_s = bounds_mib_s(&pages, &w);
	verdict_note("%lu to %lu pages in %lu to %lu ms", pages.least,
		     pages.most, w.asked_ms, w.took_ms);
	/* An error larger than the bounds' distance puts the answer outside. */
	if (r->c->n[WRONG])
		wrong = mib_s.most - mib_s.least + 1;
	judge("all vCPUs", qmp_int(info, "dirty-rate") + wrong, &mib_s);
}

static void sampled(struct vmm_run *r)
{
	struct measurement w = { .collections = 1 };
	struct qemu *q = vmm_boot(r);
	json_object *info;
	struct pages pages, mib_s;
	s64 said;

	account_restart(&q->account);
	info = measure(r, q, "page-sampling", &w);
	qemu_until_told(q);
	said = qmp_int(info, "dirty-rate");
	pages = bounds_all(&r->spec.command, &q->account, &w);
	mib_s = bounds_mib_s(&pages, &w);
	verdict_note("not judged: %ld MiB/s in QEMU's words, from %ld samples a GiB; %lu to %lu from the account",
		     said, qmp_int(info, "sample-pages"), mib_s.least,
		     mib_s.most);
	if (said < 0 ||
	    (u64)said > (r->spec.memory_kib >> 10) * 1000 / w.asked_ms + 1)
		verdict_fail("QEMU says %ld MiB/s, which is more than all pages",
			     said);
}

static void stopped(struct vmm_run *r)
{
	struct measurement w;
	struct qemu *q = vmm_boot(r);
	json_object *info;

	qmp_do(q, "stop", NULL);
	info = measure(r, q, "page-sampling", &w);
	if (qmp_int(info, "dirty-rate"))
		verdict_fail("QEMU says %ld MiB/s of a guest that stands still",
			     qmp_int(info, "dirty-rate"));
}

/* A migration's own rate, in pages a second.  QEMU does not say between which
 * moments it counted, so the rate is not judged. */
static void migrating(struct vmm_run *r)
{
	struct migration m;

	migration_begin(&m, r, NULL, NULL);
	for (u32 pass = 2; pass < 12; pass++) {
		migration_until_pass(&m, pass);
		if (qmp_int(migration_query(&m), "ram.dirty-pages-rate"))
			break;
	}
	verdict_note("not judged: %ld pages a second in QEMU's words, and %u were asked for",
		     qmp_int(migration_query(&m), "ram.dirty-pages-rate"),
		     r->spec.command.rate[0]);
	if (!qmp_int(migration_query(&m), "ram.dirty-pages-rate"))
		verdict_fail("QEMU says that ten passes dirtied nothing");
	migration_finish(&m);
}

static const struct vmm_case cases[] = {
	/*
	 * 2, 8 and 16 MiB/s: fewer stores in the measurement than the guest has
	 * pages
	 */
	{ .name = "rate-512", .command = "rate=512 pages=8192" },
	{ .name = "rate-2048", .command = "rate=2048 pages=16384" },
	{ .name = "rate-4096", .command = "rate=4096 pages=24576",
	  .memory_kib = 512 << 10 },
	/* vCPU 0 dirties 8 MiB/s, vCPU 1 dirties 1 MiB/s */
	{ .name = "uneven", .command = "vcpus=2 rate=2048,256 pages=16384" },
	/*
	 * all pages are dirtied in each second, so the bounds are exact.  Not
	 * with a ring, which reports a page again each time that it is emptied
	 */
	{ .name = "everything", .accels = ACCEL_TCG | ACCEL_KVM,
	  .command = "rate=0 pages=4096 pattern=run" },
	/* the account has the window's lateness only when the vCPU goes on */
	{ .name = "frozen", .accels = ACCEL_KVMS,
	  .command = "rate=512 pages=8192", .n = { [FREEZE] = 1 } },
	/* the vCPU leaves KVM and comes back all the time, which dirties nothing, ... */
	{ .name = "exits", .accels = ACCEL_KVMS,
	  .command = "rate=120 looks=0" },
	/* ... unless KVM accounts for the time that was stolen from it */
	{ .name = "exits-steal-time", .accels = ACCEL_KVMS,
	  .command = "rate=120 looks=0", .n = { [OWN_WRITES] = 1 } },
	/* QEMU's answer is changed, mostly by 1 MiB/s, and must be noticed */
	{ .name = "one-more", .accels = ACCEL_TCG | ACCEL_KVM,
	  .command = "rate=0 pages=4096 pattern=run",
	  .n = { [WRONG] = 1 }, .says = "QEMU says" },
	{ .name = "sampling", .command = "rate=2048 pages=16384",
	  .run = sampled },
	{ .name = "sampling-stopped", .command = "rate=2048 pages=16384",
	  .run = stopped },
	{ .name = "migrating", .command = "rate=6000 pages=16384",
	  .run = migrating },
};

static const struct vmm_test test = {
	.name = "qemu_dirty_rate",
	.about = "QEMU's dirty rates agree with the guest's own account",
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = counted,
};

int main(int argc, char **argv)
{
	return vmm_main(argc, argv, &test);
}
