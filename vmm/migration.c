// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/migration.h"

#include <stdio.h>
#include <stdlib.h>
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

static void need_capability(struct qemu *q, const char *capability)
{
	json_object *list = json_object_new_array();
	json_object *answer;

	json_object_array_add(list, qmp_object("capability",
					       qmp_string(capability), "state",
					       qmp_bool(true), NULL));
	answer = qmp_try(q, "migrate-set-capabilities",
			 qmp_object("capabilities", list, NULL));
	if (!answer)
		verdict_skip("QEMU refuses the migration capability %s: %s",
			     capability, q->error);
	json_object_put(answer);
}

/* @word is name=value.  A value that begins with a digit is a number. */
static void need_parameter(struct qemu *q, const char *word)
{
	const char *value = strchr(word, '=') + 1;
	bool is_number = *value >= '0' && *value <= '9';
	json_object *answer;
	char name[64];

	snprintf(name, sizeof(name), "%.*s", (int)(value - 1 - word), word);
	answer = qmp_try(q, "migrate-set-parameters",
			 qmp_object(name, is_number ?
					    qmp_number(strtoll(value, NULL, 0)) :
					    qmp_string(value), NULL));
	if (!answer)
		verdict_skip("QEMU refuses the migration parameter %s: %s", word,
			     q->error);
	json_object_put(answer);
}

static void for_words(struct qemu *q, const char *words,
		      void (*need)(struct qemu *q, const char *word))
{
	char word[64];

	while (words && *words) {
		size_t n = strcspn(words, " ");

		snprintf(word, sizeof(word), "%.*s", (int)n, words);
		need(q, word);
		words += n + (words[n] == ' ');
	}
}

static bool has_word(const char *words, const char *word)
{
	return words && strstr(words, word);
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

static void prepare(struct qemu *q, const char *capabilities,
		    const char *parameters)
{
	need_capability(q, "events");
	for_words(q, capabilities, need_capability);
	for_words(q, parameters, need_parameter);
}

static void receive(struct migration *m)
{
	qmp_do(m->destination, "migrate-incoming",
	       qmp_object("uri", qmp_string(m->uri), NULL));
}

void migration_begin(struct migration *m, struct vmm_run *r,
		     const char *capabilities, const char *parameters)
{
	*m = (struct migration){
		.run = r,
		.postcopy = has_word(capabilities, "postcopy-ram"),
		.snapshot = has_word(capabilities, "background-snapshot"),
		.to_file = has_word(capabilities, "mapped-ram"),
	};
	m->destination = start_destination(m);
	/* Only the source of a snapshot knows that it is one. */
	prepare(m->destination, m->snapshot ? NULL : capabilities, parameters);
	m->source = vmm_boot(r);
	prepare(m->source, capabilities, parameters);
	migration_set(m, "max-bandwidth", HELD_BANDWIDTH);
	migration_set(m, "downtime-limit", HELD_DOWNTIME);
	snprintf(m->uri, sizeof(m->uri), "%s:%s/migration",
		 m->to_file ? "file" : "unix", r->spec.dir);
	if (!m->to_file)
		receive(m);
	qmp_do(m->source, "migrate",
	       qmp_object("uri", qmp_string(m->uri), NULL));
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

static bool sent(void *arg)
{
	struct migration *m = arg;

	fail_if_failed(m);
	return !strcmp(status_of(m->source), "completed");
}

static bool completed(void *arg)
{
	struct migration *m = arg;

	if (!strcmp(status_of(m->destination), "failed"))
		verdict_error("the destination failed: %s",
			      qmp_text(qmp(m->destination, "query-migrate", NULL),
				       "error-desc"));
	return sent(m) && !strcmp(status_of(m->destination), "completed");
}

void migration_finish(struct migration *m)
{
	json_object *info;

	migration_set(m, "max-bandwidth", FREE_BANDWIDTH);
	migration_set(m, "downtime-limit", FREE_DOWNTIME);
	if (m->to_file) {
		qemu_until(sent, m, 120, "the end of the migration to a file");
		receive(m);
	}
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

/* The payload ends, and says what it found; the host checks its pages. */
static void judge_payload(struct qemu *q)
{
	qemu_type(q, "q");
	qemu_until(has_ended, q, 60, "the payload's own verdict");
	if (q->account.nr_bad)
		verdict_fail("the guest found %lu wrong pages at the %s, the first: %s",
			     q->account.nr_bad, q->who, q->account.bad);
	qmp_do(q, "stop", NULL);
	memory_check_truth(q);
}

void migration_judge(struct migration *m)
{
	struct qemu *d = m->destination;

	if (!m->postcopy && !m->snapshot)
		compare_memories(m);
	/* The destination's account lacks the first lines. */
	for (u32 v = 0; v < d->account.nr_vcpus; v++)
		d->account.vcpu[v].area = m->source->account.vcpu[v].area;
	if (!m->postcopy)
		qmp_do(d, "cont", NULL);
	qemu_until_seconds(d, 2);
	judge_payload(d);
	if (m->snapshot)
		judge_payload(m->source);
}
