// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dirty limits against the stores themselves.
 *
 * set-vcpu-dirty-limit makes QEMU tell a rate for each vCPU about once a second.
 * A vCPU whose rate is above its limit by more than 25 MiB/s, QEMU's dead band,
 * gets a longer sleep, and sleeps each time that its ring is full.  Three things
 * are judged, without any tolerance (vmm/period.h):
 *
 * - a vCPU is above limit and dead band in no more periods than QEMU's steps need;
 * - in the steady part after that, the guest's memory shows as many stores as
 *   QEMU's own rates allow: each store is to another page, so each is an entry;
 * - a vCPU without a limit never sleeps, and one whose limit is cancelled is above
 *   it again.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "vmm/bounds.h"
#include "vmm/memory.h"
#include "vmm/period.h"
#include "vmm/test.h"

/* Indices into the row's n[]. */
enum { LIMIT, OTHER, FAULT };
enum { NOT_HELD = 1, RATE_OFF };

/* QEMU's own period, DIRTYLIMIT_CALC_TIME_MS. */
#define PERIOD_MS 1000
#define LOOK_MS 20
/* Periods in a row at the limit before the steady part, and in it. */
#define STEADY 5
/* Deadline for a period, before the time-out scale. */
#define PERIOD_S 30

struct limits {
	struct vmm_run *run;
	struct qemu *q;
	struct periods seen;
	u64 limit[2]; /* MiB/s of vCPU 0 and 1; 0: none */
};

static void look(struct limits *l)
{
	qemu_serve_ms(LOOK_MS);
	periods_look(&l->seen, qemu_now_ms());
}

static void switch_event(struct qemu *q, const char *name, bool on)
{
	json_object *answer = qmp_try(q, "trace-event-set-state",
				      qmp_object("name", qmp_string(name),
						 "enable", qmp_bool(on),
						 NULL));

	if (!answer)
		verdict_skip("QEMU has no trace event %s: %s", name, q->error);
	json_object_put(answer);
}

/*
 * QEMU may have been built with other trace backends than "log". Then the file @path stays
 * empty, even where an event of each command is on.
 */
static void must_trace(struct qemu *q, const char *path)
{
	struct stat file;

	switch_event(q, "handle_qmp_command", true);
	switch_event(q, "handle_qmp_command", false);
	if (stat(path, &file) || !file.st_size)
		verdict_skip("QEMU's trace events do not go to its log (configure --enable-trace-backends=log)");
}

static void set(struct limits *l, u32 vcpu, u64 mib_s)
{
	json_object *answer =
		qmp_try(l->q, "set-vcpu-dirty-limit",
			qmp_object("cpu-index", qmp_number(vcpu), "dirty-rate",
				   qmp_number(mib_s), NULL));

	if (!answer)
		verdict_skip("QEMU refuses set-vcpu-dirty-limit: %s",
			     l->q->error);
	json_object_put(answer);
}

static void cancel(struct limits *l, u32 vcpu)
{
	qmp_do(l->q, "cancel-vcpu-dirty-limit",
	       qmp_object("cpu-index", qmp_number(vcpu), NULL));
	l->limit[vcpu] = 0;
}

/* QEMU must list the vCPUs with a limit and no other, each with its limit. */
static void check_list(struct limits *l)
{
	json_object *list = qmp(l->q, "query-vcpu-dirty-limit", NULL);
	u32 nr = 0, vcpus = l->run->spec.command.vcpus;

	for (u32 v = 0; v < vcpus; v++)
		nr += l->limit[v] != 0;
	if (json_object_array_length(list) != nr)
		verdict_fail("query-vcpu-dirty-limit reports %zu vCPUs, but %u are limited",
			     json_object_array_length(list), nr);
	for (u32 i = 0; i < nr; i++) {
		json_object *of = json_object_array_get_idx(list, i);
		s64 vcpu = qmp_int(of, "cpu-index");
		u64 says = qmp_int(of, "limit-rate");

		if (vcpu < 0 || vcpu >= vcpus || says != l->limit[vcpu])
			verdict_fail("query-vcpu-dirty-limit reports %lu MiB/s as the limit of vCPU %ld",
				     says, vcpu);
	}
	json_object_put(list);
}

static u64 above(const struct limits *l, u32 vcpu)
{
	return l->limit[vcpu] + DEAD_BAND_MIB_S;
}

static void check_steps(struct limits *l, u32 vcpu)
{
	u32 nr = periods_above(&l->seen, vcpu, above(l, vcpu));
	u32 most = periods_to_hold(&l->seen, vcpu, l->limit[vcpu],
				   l->run->spec.ring);

	/* The first two periods have no length yet. */
	if (periods_since(&l->seen, vcpu, 0) < 3)
		return;
	if (nr && !most)
		verdict_skip("QEMU's longest sleep holds no vCPU that dirties %lu MiB/s, with a ring of %u",
			     periods_fastest(&l->seen), l->run->spec.ring);
	if (nr > most)
		verdict_fail("vCPU %u: above its limit of %lu and %u MiB/s in %u periods, QEMU's steps need %u at most",
			     vcpu, l->limit[vcpu], DEAD_BAND_MIB_S, nr, most);
}

static void until_steady(struct limits *l)
{
	u32 vcpus = l->run->spec.command.vcpus, steady;
	s64 deadline = qemu_now_ms() +
		       120 * 1000ll * l->run->spec.timeout_scale;

	do {
		look(l);
		steady = 0;
		for (u32 v = 0; v < vcpus; v++) {
			if (!l->limit[v]) {
				steady++;
				continue;
			}
			check_steps(l, v);
			steady += periods_below(&l->seen, v, above(l, v)) >=
				  STEADY;
		}
		if (qemu_now_ms() > deadline)
			verdict_timeout("no steady part came in %u s",
					120 * l->run->spec.timeout_scale);
	} while (steady < vcpus);
}

/* Look until each vCPU has @nr periods that began after @after_ms. */
static void until_periods(struct limits *l, u32 nr, u64 after_ms)
{
	s64 deadline = qemu_now_ms() +
		       nr * PERIOD_S * 1000ll * l->run->spec.timeout_scale;

	for (u32 v = 0; v < l->run->spec.command.vcpus; v++)
		while (periods_since(&l->seen, v, after_ms) < nr) {
			look(l);
			if (qemu_now_ms() > deadline)
				verdict_timeout("%u periods of QEMU did not end in %u s",
						nr, nr * PERIOD_S *
						l->run->spec.timeout_scale);
		}
}

/* What the payload writes besides its area, each time that a ring is emptied. */
static u64 own(const struct limits *l, u64 stores, u64 ms)
{
	return l->q->account.own *
	       (stores / (l->run->spec.ring / 2) + ms / PERIOD_MS + 3);
}

/* The stores of the next periods, from memory, against QEMU's rates. */
static void judge_rates(struct limits *l)
{
	u32 vcpus = l->run->spec.command.vcpus;
	u64 from_ms[2], to_ms[2], stores[2];

	for (u32 v = 0; v < vcpus; v++) {
		from_ms[v] = qemu_now_ms();
		stores[v] = memory_stores(l->q, v);
	}
	until_periods(l, STEADY + 2, qemu_now_ms());
	for (u32 v = 0; v < vcpus; v++) {
		stores[v] = memory_stores(l->q, v) - stores[v];
		to_ms[v] = qemu_now_ms();
	}
	until_periods(l, 2, qemu_now_ms());
	for (u32 v = 0; v < vcpus; v++) {
		struct pages p = periods_pages(&l->seen, v, from_ms[v],
					       to_ms[v], PERIOD_MS);
		u64 ms = to_ms[v] - from_ms[v], extra = own(l, stores[v], ms);

		if (l->run->c->n[FAULT] == RATE_OFF)
			p.least = p.most + extra + 1;
		verdict_note("vCPU %u: limit %lu MiB/s; %lu stores in %lu ms, which is %lu MiB/s; %lu to %lu by QEMU's rates; slept %lu times",
			     v, l->limit[v], stores[v], ms,
			     (stores[v] * 1000 / ms) >> 8,
			     p.least > extra ? p.least - extra : 0, p.most,
			     l->seen.nr_sleeps[v]);
		if (stores[v] > p.most || stores[v] + extra < p.least)
			verdict_fail("vCPU %u: %lu stores in %lu ms, QEMU's rates allow %lu to %lu",
				     v, stores[v], ms,
				     p.least > extra ? p.least - extra : 0,
				     p.most);
		if (l->limit[v])
			check_steps(l, v);
		else if (l->seen.nr_sleeps[v])
			verdict_fail("vCPU %u has no limit, and slept %lu times",
				     v, l->seen.nr_sleeps[v]);
	}
}

static void begin(struct limits *l, struct vmm_run *r)
{
	char path[300];
	const char *args[] = { "-D", path, NULL };

	memset(l, 0, sizeof(*l));
	l->run = r;
	/* KVM's own writes are entries, too (finding Q3). */
	r->spec.quiet = true;
	snprintf(path, sizeof(path), "%s/trace", r->spec.dir);
	l->q = qemu_start("source", &r->spec, args);
	qemu_until_seconds(l->q, 1);
	periods_init(&l->seen, path, qemu_now_ms());
	must_trace(l->q, path);
	switch_event(l->q, "dirtyrate_do_calculate_vcpu", true);
	switch_event(l->q, "dirtylimit_vcpu_execute", true);
	l->limit[0] = r->c->n[LIMIT];
	l->limit[1] = r->c->n[OTHER];
	for (u32 v = 0; v < r->spec.command.vcpus; v++)
		if (l->limit[v])
			set(l, v, l->limit[v]);
	check_list(l);
	/* Wrong on purpose: QEMU has another limit than the test believes. */
	if (r->c->n[FAULT] == NOT_HELD)
		set(l, 0, 1000);
}

/* A vCPU that never was above limit and dead band has not been held back. */
static void skip_if_slow(struct limits *l)
{
	u64 fastest = periods_fastest(&l->seen);

	for (u32 v = 0; v < l->run->spec.command.vcpus; v++)
		if (l->limit[v] && periods_above(&l->seen, v, above(l, v)))
			return;
	verdict_skip("this machine is too slow: a vCPU dirties %lu MiB/s at most, and QEMU leaves what is below %lu alone",
		     fastest, above(l, 0));
}

static void held(struct vmm_run *r)
{
	static struct limits l;

	begin(&l, r);
	until_steady(&l);
	judge_rates(&l);
	skip_if_slow(&l);
}

/* Limits that no vCPU reaches: nothing but QEMU's rates is judged. */
static void told(struct vmm_run *r)
{
	static struct limits l;

	begin(&l, r);
	until_periods(&l, 2, 0);
	judge_rates(&l);
}

static void until_above(struct limits *l, u32 vcpu, u64 mib_s)
{
	u64 before = memory_stores(l->q, vcpu), ms, stores;
	s64 from = qemu_now_ms(), deadline;

	deadline = from + 60 * 1000ll * l->run->spec.timeout_scale;
	do {
		qemu_serve_ms(PERIOD_MS);
		if (qemu_now_ms() > deadline)
			verdict_timeout("vCPU %u: its limit is cancelled, and it does not dirty more than %lu MiB/s again",
					vcpu, mib_s);
		stores = memory_stores(l->q, vcpu) - before;
		before += stores;
		ms = qemu_now_ms() - from;
		from += ms;
	} while ((stores * 1000 / ms) >> 8 <= mib_s);
}

/* The limit of one vCPU is cancelled, then the other's. */
static void cancelled(struct vmm_run *r)
{
	static struct limits l;

	begin(&l, r);
	until_steady(&l);
	skip_if_slow(&l);
	for (s32 v = r->spec.command.vcpus - 1; v >= 0; v--) {
		u64 limit = above(&l, v);

		cancel(&l, v);
		check_list(&l);
		if (periods_above(&l.seen, v, limit))
			until_above(&l, v, limit);
	}
}

/* No vCPU dirties that much. */
#define FAR (1 << 20)

static const struct vmm_case cases[] = {
	{ .name = "rates", .run = told, .n = { FAR } },
	{ .name = "rates-of-two", .run = told, .command = "vcpus=2",
	  .n = { FAR, FAR - 1 } },
	{ .name = "one", .n = { 1 } },
	{ .name = "each-its-own", .command = "vcpus=2", .n = { 1, 4 } },
	{ .name = "one-of-two", .command = "vcpus=2", .n = { 1 } },
	{ .name = "cancel", .run = cancelled, .command = "vcpus=2",
	  .n = { 1, 2 } },
	/* must be noticed: a limit that QEMU does not hold, ... */
	{ .name = "not-held", .n = { 1, [FAULT] = NOT_HELD },
	  .says = "QEMU's steps need" },
	/* ... and rates that are not what the guest did */
	{ .name = "rate-off", .run = told, .n = { FAR, [FAULT] = RATE_OFF },
	  .says = "QEMU's rates allow" },
};

static const struct vmm_test test = {
	.name = "qemu_dirty_limit",
	.about = "QEMU's dirty limits hold what the guest's stores are",
	/* 100 MiB/s, if the machine is that fast, in cycles that are longer than a ring */
	.command = "rate=25600 pages=4096",
	.accels = ACCEL_RING,
	/* so small that QEMU's steps do lead below limit and dead band */
	.ring = 1024,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = held,
};

int main(int argc, char **argv)
{
	return vmm_main(argc, argv, &test);
}
