/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMUs that boot the firmware payload.  Each is a child of the case's process
 * and dies with it; its QMP and its serial port are socket pairs, so that there
 * is nothing to connect to and nothing to wait for, and its end is seen at once.
 *
 * Whatever a case waits for has a deadline.  A QEMU that dies, a QMP that closes
 * and a payload that traps end the case with a line that says so, unless the
 * case asked to be told (qemu.may_die).
 */
#ifndef VMM_QEMU_H
#define VMM_QEMU_H

#include <json-c/json.h>
#include <sys/types.h>

#include "vmm/ledger.h"
#include "vmm/machine.h"

struct qemu_spec {
	const struct machine_kind *kind;
	enum accel accel;
	const char *binary;   /* NULL: kind->binary */
	const char *firmware;
	const char *dir;      /* for its files; the image is made there */
	struct command command;
	u32 memory_kib;
	u32 timeout_scale;
};

struct qemu {
	const char *who; /* "source", for messages */
	const struct qemu_spec *spec;
	pid_t pid;
	int pidfd, qmp, serial;
	bool dead, may_die;
	int status; /* of waitpid(), when it is dead */
	char errors[128]; /* file with its standard error */
	struct ledger ledger;
	struct json_tokener *tokener;
	json_object *events; /* name to the data of the last one */
	json_object *answer; /* to the command that waits for one */
	char error[256];     /* what QEMU said to a command that it refused */
};

/*
 * Start one with @more arguments (ended by NULL) behind the usual ones and talk
 * to it until its QMP takes commands.
 */
struct qemu *qemu_start(const char *who, const struct qemu_spec *spec,
			const char *const *more);

/* End it, whatever it does. */
void qemu_kill(struct qemu *q);

/* Characters for the payload. */
void qemu_type(struct qemu *q, const char *text);

/* "killed by signal 6", and the last line that it wrote to standard error. */
void qemu_fate(const struct qemu *q, char *to, size_t room);

/*
 * Serve all QEMUs until @until says true; after @seconds times the time-out scale
 * the case ends with "WHAT did not happen in N s".
 */
void qemu_until(bool (*until)(void *arg), void *arg, u32 seconds,
		const char *what);

/* Serve all QEMUs for so long; for states that QEMU tells only if asked. */
void qemu_serve_ms(u32 ms);

/* Until the payload runs and each vCPU has told of @seconds seconds more. */
void qemu_until_seconds(struct qemu *q, u32 seconds);

/* For launch.c: serve this one too, or no more. */
void qemu_watch(struct qemu *q);
void qemu_forget(struct qemu *q);

#endif
