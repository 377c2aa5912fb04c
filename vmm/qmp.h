/* SPDX-License-Identifier: GPL-2.0-only */
/* The QEMU Machine Protocol, on json-c. */
#ifndef VMM_QMP_H
#define VMM_QMP_H

#include "vmm/qemu.h"

/*
 * Make an object of pairs, each a name and a json_object.  NULL ends the pairs.
 */
json_object *qmp_object(const char *name, ...) __attribute__((sentinel));
json_object *qmp_string(const char *s);
json_object *qmp_number(s64 n);
json_object *qmp_bool(bool b);

/*
 * Execute @command with @arguments (NULL: none).  The call frees @arguments.
 * Returns QEMU's answer, which the caller frees with json_object_put().
 * Returns NULL if QEMU refuses, with QEMU's words in q->error.  If QEMU dies,
 * returns NULL with q->may_die, and ends the case without.
 */
json_object *qmp_try(struct qemu *q, const char *command,
		     json_object *arguments);

/* The same, but a refusal is an error of the case. */
json_object *qmp(struct qemu *q, const char *command, json_object *arguments);

/* The same, without an answer. */
void qmp_do(struct qemu *q, const char *command, json_object *arguments);

/* The member of @object at @path, such as "a.b.c"; NULL if there is none. */
json_object *qmp_at(json_object *object, const char *path);
const char *qmp_text(json_object *object, const char *path); /* or "" */
s64 qmp_int(json_object *object, const char *path); /* or 0 */

/* The data of the last event @name; NULL if no such event came. */
json_object *qmp_event(struct qemu *q, const char *name);

/* For qemu.c: handle a complete message from QEMU. */
void qmp_message(struct qemu *q, json_object *message);

#endif
