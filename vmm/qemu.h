/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMUs that boot the firmware payload.  Each QEMU is a child of the case's
 * process and dies with it.  QMP and serial port are socket pairs.  So a case
 * need not wait until it can connect, and sees at once when a QEMU ends.
 *
 * Every wait has a deadline.  The case ends with a message if a QEMU dies, if
 * its QMP closes, or if the payload traps.  If qemu.may_die is set, a death
 * ends the wait only.
 */
#ifndef VMM_QEMU_H
#define VMM_QEMU_H

#include <json-c/json.h>
#include <sys/types.h>

#include "vmm/account.h"
#include "vmm/machine.h"

struct qemu_spec {
	const struct machine_kind *kind;
	enum accel accel;
	u32 ring; /* with ACCEL_RING: entries of a vCPU's ring */
	bool quiet; /* KVM shall write nothing to the guest's memory by itself */
	const char *binary;   /* NULL: kind->binary */
	const char *firmware;
	const char *dir;      /* folder for QEMU's files and the image */
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
	struct account account;
	struct json_tokener *tokener;
	json_object *events; /* maps an event's name to the last such event's data */
	json_object *answer; /* to the command in flight, or the greeting */
	char error[256];     /* what QEMU said to a command that it refused */
};

/*
 * The version that the last QEMU has told, "7.2.22"; "" if none was there to tell
 * it.  Cases share it with vmm_main(), which looks for known findings.
 */
extern char *qemu_version;
#define QEMU_VERSION_ROOM 32

/*
 * Start a QEMU with the usual arguments and those of @more (ended by NULL).
 * Returns when its QMP takes commands.
 */
struct qemu *qemu_start(const char *who, const struct qemu_spec *spec,
			const char *const *more);

/* Kill the QEMU. */
void qemu_kill(struct qemu *q);

/* Send @text to the payload's serial port. */
void qemu_type(struct qemu *q, const char *text);

/*
 * Write to @to how @q ended ("was killed by signal 6"), and its last error
 * line.
 */
void qemu_fate(const struct qemu *q, char *to, size_t room);

/*
 * Serve all QEMUs until @until returns true.  After @seconds times the time-out
 * scale the case ends with "WHAT did not come in N s".
 */
void qemu_until(bool (*until)(void *arg), void *arg, u32 seconds,
		const char *what);

/* The time in ms, of no particular epoch. */
s64 qemu_now_ms(void);

/* Serve all QEMUs for @ms.  For states that QEMU reports only when asked. */
void qemu_serve_ms(u32 ms);

/*
 * Wait until the payload runs and each vCPU has reported @seconds more seconds.
 */
void qemu_until_seconds(struct qemu *q, u32 seconds);

/*
 * Wait until the account contains all that each vCPU has done until now.  Lines may
 * be on their way for long, and a vCPU that has not run tells of that when it runs
 * again, so that neither a number of lines nor a time will do.
 */
void qemu_until_told(struct qemu *q);

/* For launch.c: begin and end to serve @q. */
void qemu_watch(struct qemu *q);
void qemu_forget(struct qemu *q);

#endif
