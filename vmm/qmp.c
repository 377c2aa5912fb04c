// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/qmp.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "verdict/verdict.h"

/* Seconds.  QEMU answers at once, unless a command waits for its main loop. */
#define ANSWER_S 60

json_object *qmp_string(const char *s)
{
	return json_object_new_string(s);
}

json_object *qmp_number(s64 n)
{
	return json_object_new_int64(n);
}

json_object *qmp_bool(bool b)
{
	return json_object_new_boolean(b);
}

json_object *qmp_object(const char *name, ...)
{
	json_object *o = json_object_new_object();
	va_list args;

	va_start(args, name);
	for (; name; name = va_arg(args, const char *))
		json_object_object_add(o, name, va_arg(args, json_object *));
	va_end(args);
	return o;
}

json_object *qmp_at(json_object *object, const char *path)
{
	char name[64];

	while (object && *path) {
		size_t n = strcspn(path, ".");

		snprintf(name, sizeof(name), "%.*s", (int)n, path);
		path += n + (path[n] == '.');
		if (!json_object_is_type(object, json_type_object) ||
		    !json_object_object_get_ex(object, name, &object))
			return NULL;
	}
	return object;
}

const char *qmp_text(json_object *object, const char *path)
{
	json_object *o = qmp_at(object, path);

	return o ? json_object_get_string(o) : "";
}

s64 qmp_int(json_object *object, const char *path)
{
	return json_object_get_int64(qmp_at(object, path));
}

json_object *qmp_event(struct qemu *q, const char *name)
{
	return qmp_at(q->events, name);
}

void qmp_message(struct qemu *q, json_object *message)
{
	const char *event = qmp_text(message, "event");

	if (*event) {
		json_object *data = qmp_at(message, "data");

		json_object_object_add(q->events, event,
				       data ? json_object_get(data) :
					      json_object_new_object());
		json_object_put(message);
		return;
	}
	/* This is the greeting, or the answer to the only command in flight. */
	json_object_put(q->answer);
	q->answer = message;
}

static bool answered(void *arg)
{
	struct qemu *q = arg;

	return q->answer || q->dead;
}

json_object *qmp_try(struct qemu *q, const char *command,
		     json_object *arguments)
{
	json_object *message = qmp_object("execute", qmp_string(command), NULL);
	const char *text;
	json_object *answer;
	char what[96];
	size_t bytes;

	*q->error = 0;
	if (arguments)
		json_object_object_add(message, "arguments", arguments);
	text = json_object_to_json_string_ext(message, JSON_C_TO_STRING_PLAIN);
	bytes = strlen(text);
	json_object_put(q->answer);
	q->answer = NULL;
	/* The wait below notices a QEMU that is dead. */
	if (write(q->qmp, text, bytes) != (ssize_t)bytes && !q->may_die)
		verdict_error("QEMU (%s) does not take the command %s", q->who,
			      command);
	json_object_put(message);
	snprintf(what, sizeof(what), "QEMU's answer to %s", command);
	qemu_until(answered, q, ANSWER_S, what);
	if (!q->answer)
		return NULL;
	answer = qmp_at(q->answer, "return");
	if (answer)
		return json_object_get(answer);
	snprintf(q->error, sizeof(q->error), "%s",
		 qmp_text(q->answer, "error.desc"));
	return NULL;
}

json_object *qmp(struct qemu *q, const char *command, json_object *arguments)
{
	json_object *answer = qmp_try(q, command, arguments);

	if (!answer)
		verdict_error("QEMU (%s) refuses %s: %s", q->who, command,
			      q->error);
	return answer;
}

void qmp_do(struct qemu *q, const char *command, json_object *arguments)
{
	json_object_put(qmp(q, command, arguments));
}
