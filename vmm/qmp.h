/* SPDX-License-Identifier: GPL-2.0-only */
/* The QEMU Machine Protocol, on json-c. */
#ifndef VMM_QMP_H
#define VMM_QMP_H

#include "vmm/qemu.h"

/* An object of pairs of a name and a json_object, ended by NULL. */
json_object *qmp_object(const char *name, ...) __attribute__((sentinel));
json_object *qmp_string(const char *s);
json_object *qmp_number(s64 n);
json_object *qmp_bool(bool b);

/*
 * Execute @command with @arguments (NULL: none), which are used up.  What it
 * returns, to be put back with json_object_put(); NULL if QEMU refuses, and its
 * words in q->error.  A QEMU that dies: NULL, if q->may_die, else the end.
 */
json_object *qmp_try(struct qemu *q, const char *command,
		     json_object *arguments);

/* The same, where a refusal is an error of the case. */
json_object *qmp(struct qemu *q, const char *command, json_object *arguments);

/* The same, where what is returned does not matter. */
void qmp_do(struct qemu *q, const char *command, json_object *arguments);

/* The member of @object at "a.b.c"; NULL if it is not there. */
json_object *qmp_at(json_object *object, const char *path);
const char *qmp_text(json_object *object, const char *path); /* or "" */
s64 qmp_int(json_object *object, const char *path); /* or 0 */

/* The data of the last event called @name; NULL if there was none. */
json_object *qmp_event(struct qemu *q, const char *name);

/* For qemu.c: a whole message came. */
void qmp_message(struct qemu *q, json_object *message);

#endif
