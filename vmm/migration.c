// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/migration.h"

#include <stdio.h>
#include <string.h>

#include "vmm/memory.h"

/*
 * Limits that keep the migration from ending: a bandwidth in bytes a second,
 * below the payload's dirty rate, and a downtime in ms that is too short.
 */
#define HELD_BANDWIDTH (16 << 20)
#define HELD_DOWNTIME 1
/* Limits with which the migration ends at once. */
#define FREE_BANDWIDTH (1ll << 40)
#define FREE_DOWNTIME 60000

#define PASS_S 60

void migration_set(struct migration *m, const char *name, s64 value)
{
	qmp_do(m->source, "migrate-set-parameters",
	       qmp_object(name, qmp_number(value), NULL));
}

static bool switch_on(struct qemu *q, const char *capability)
{
	json_object *list = json_object_new_array();
	json_object *answer;

	json_object_array_add(list, qmp_object("capability",
					       qmp_string(capability), "state",
					       qmp_bool(true), NULL));
	answer = qmp_try(q, "migrate-set-capabilities",
			 qmp_object("capabilities", list, NULL));
	json_object_put(answer);
	return answer;
}

static void need_capability(struct qemu *q, const char *capability)
{
	if (!switch_on(q, capability))
		verdict_skip("QEMU refuses the migration capability %s: %s",
			     capability, q->error);
}

static struct qemu *start_destination(struct migration *m)
{
	const char *args[10] = { "-incoming", "defer" };
	u32 n = 2;

	if (!m->postcopy)
		args[n++] = "-S";
	for (u32 i = 0; i < ARRAY_LEN(m->run->c->more) && m->run->c->more[i]; i++)
		args[n++] = m->run->c->more[i];
	return qemu_start("destination", &m->run->spec, args);
}

void migration_begin(struct migration *m, struct vmm_run *r,
		     const char *capability)
{
	char uri[256];

	m->run = r;
	m->postcopy = capability && !strcmp(capability, "postcopy-ram");
	m->destination = start_destination(m);
	need_capability(m->destination, "events");
	if (capability)
		need_capability(m->destination, capability);
	m->source = vmm_boot(r);
	need_capability(m->source, "events");
	if (capability)
		need_capability(m->source, capability);
	migration_set(m, "max-bandwidth", HELD_BANDWIDTH);
	migration_set(m, "downtime-limit", HELD_DOWNTIME);
	snprintf(uri, sizeof(uri), "unix:%s/migration", r->spec.dir);
	qmp_do(m->destination, "migrate-incoming",
	       qmp_object("uri", qmp_string(uri), NULL));
	qmp_do(m->source, "migrate", qmp_object("uri", qmp_string(uri), NULL));
}

static const char *status_of(struct qemu *q)
{
	return qmp_text(qmp_event(q, "MIGRATION"), "status");
}

static void fail_if_failed(struct migration *m)
{
	const char *status = status_of(m->source);

	if (strcmp(status, "failed") && strcmp(status, "cancelled"))
		return;
	verdict_error("the migration %s: %s", status,
		      qmp_text(migration_query(m), "error-desc"));
}

json_object *migration_query(struct migration *m)
{
	static json_object *answer;

	json_object_put(answer);
	answer = qmp(m->source, "query-migrate", NULL);
	return answer;
}

struct wanted {
	struct migration *m;
	u32 pass;
};

static bool reached_pass(void *arg)
{
	struct wanted *w = arg;

	fail_if_failed(w->m);
	return qmp_int(qmp_event(w->m->source, "MIGRATION_PASS"), "pass") >=
	       w->pass;
}

void migration_until_pass(struct migration *m, u32 pass)
{
	struct wanted w = { m, pass };
	char what[64];

	snprintf(what, sizeof(what), "pass %u of the migration", pass);
	qemu_until(reached_pass, &w, pass * PASS_S, what);
	if (!strcmp(status_of(m->source), "completed"))
		verdict_error("the migration was complete before pass %u was over",
			      pass);
}

static bool completed(void *arg)
{
	struct migration *m = arg;

	fail_if_failed(m);
	return !strcmp(status_of(m->source), "completed") &&
	       !strcmp(status_of(m->destination), "completed");
}

void migration_finish(struct migration *m)
{
	json_object *info;

	migration_set(m, "max-bandwidth", FREE_BANDWIDTH);
	migration_set(m, "downtime-limit", FREE_DOWNTIME);
	qemu_until(completed, m, 120, "the end of the migration");
	info = migration_query(m);
	verdict_note("%ld passes, %ld pages sent, %ld of zeros, downtime %ld ms",
		     qmp_int(info, "ram.dirty-sync-count"),
		     qmp_int(info, "ram.normal"), qmp_int(info, "ram.duplicate"),
		     qmp_int(info, "downtime"));
}

static bool has_ended(void *arg)
{
	struct qemu *q = arg;

	return q->account.ended;
}

static void compare_memories(struct migration *m)
{
	struct memory a = memory_dump(m->source);
	struct memory b = memory_dump(m->destination);

	/* The case "flipped": the comparison must notice a wrong bit. */
	if (m->run->c->s[1] && !strcmp(m->run->c->s[1], "flip"))
		b.at[b.bytes / 2] ^= 1;
	memory_compare(&a, &b);
	memory_free(&a);
	memory_free(&b);
}

void migration_judge(struct migration *m)
{
	struct qemu *d = m->destination;

	if (!m->postcopy)
		compare_memories(m);
	/* The destination's account lacks the first lines. */
	for (u32 v = 0; v < d->account.nr_vcpus; v++)
		d->account.vcpu[v].area = m->source->account.vcpu[v].area;
	if (!m->postcopy)
		qmp_do(d, "cont", NULL);
	qemu_until_seconds(d, 2);
	qemu_type(d, "q");
	qemu_until(has_ended, d, 60, "the payload's own verdict");
	if (d->account.nr_bad)
		verdict_fail("the guest found %lu wrong pages at the destination, the first: %s",
			     d->account.nr_bad, d->account.bad);
	qmp_do(d, "stop", NULL);
	memory_check_truth(d);
}
