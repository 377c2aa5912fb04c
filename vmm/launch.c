// SPDX-License-Identifier: GPL-2.0-only
/* Start and kill a QEMU.  qemu.c serves a QEMU that runs. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "verdict/verdict.h"
#include "vmm/image.h"
#include "vmm/qmp.h"

#define MAX_ARGS 64

char *qemu_version;

struct args {
	const char *arg[MAX_ARGS];
	u32 n;
	char text[2048];
	size_t used;
};

static void add(struct args *a, const char *arg)
{
	if (a->n == MAX_ARGS - 1)
		abort();
	a->arg[a->n++] = arg;
}

static void __attribute__((format(printf, 2, 3)))
addf(struct args *a, const char *fmt, ...)
{
	va_list args;
	char *to = a->text + a->used;

	va_start(args, fmt);
	a->used += vsnprintf(to, sizeof(a->text) - a->used, fmt, args) + 1;
	va_end(args);
	if (a->used > sizeof(a->text))
		abort();
	add(a, to);
}

#define FD_SERIAL 3
#define FD_QMP 4

static const char *cpu_of(const struct qemu_spec *s)
{
	if (s->accel == ACCEL_TCG)
		return s->kind->cpu;
	return s->quiet && s->kind->quiet_cpu ? s->kind->quiet_cpu :
						s->kind->kvm_cpu;
}

static void collect_args(struct args *a, const struct qemu_spec *s,
			 const char *const *more)
{
	bool tcg = s->accel == ACCEL_TCG;
	const struct accel_name *accel = accels;

	while (accel->accel != s->accel)
		accel++;
	add(a, s->binary ? s->binary : s->kind->binary);
	for (const char *const *plain = (const char *[]){
		     "-nodefaults", "-no-user-config", "-display", "none",
		     NULL }; *plain; plain++)
		add(a, *plain);
	add(a, "-machine");
	add(a, tcg ? s->kind->machine : s->kind->kvm_machine);
	add(a, "-cpu");
	add(a, cpu_of(s));
	add(a, "-accel");
	if (s->accel == ACCEL_RING)
		addf(a, "%s%u", accel->option, s->ring);
	else
		add(a, accel->option);
	add(a, "-smp");
	addf(a, "%u", s->command.vcpus);
	add(a, "-m");
	addf(a, "%uK", s->memory_kib);
	add(a, "-bios");
	add(a, s->firmware);
	add(a, "-blockdev");
	addf(a, "driver=file,node-name=disk,read-only=on,filename=%s/image",
	     s->dir);
	add(a, "-device");
	add(a, "virtio-blk-pci,drive=disk,bootindex=0");
	add(a, "-chardev");
	addf(a, "socket,id=serial,fd=%d", FD_SERIAL);
	add(a, "-serial");
	add(a, "chardev:serial");
	add(a, "-chardev");
	addf(a, "socket,id=qmp,fd=%d", FD_QMP);
	add(a, "-mon");
	add(a, "chardev=qmp,mode=control");
	for (; more && *more; more++)
		add(a, *more);
}

static void __attribute__((noreturn))
become(const struct qemu *q, const struct args *a, int serial, int qmp)
{
	int errors = open(q->errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(open("/dev/null", O_RDONLY), 0);
	dup2(errors, 1);
	dup2(errors, 2);
	/*
	 * Move both first: one descriptor may have the number that the other
	 * gets.
	 */
	serial = fcntl(serial, F_DUPFD, 16);
	qmp = fcntl(qmp, F_DUPFD, 16);
	dup2(serial, FD_SERIAL);
	dup2(qmp, FD_QMP);
	syscall(SYS_close_range, FD_QMP + 1, ~0u, 0);
	execvp(a->arg[0], (char *const *)a->arg);
	dprintf(2, "%s: %s\n", a->arg[0], strerror(errno));
	_exit(127);
}

static void pair(int fds[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		verdict_error("socketpair: %s", verdict_errno(errno));
}

static void note_version(json_object *v)
{
	snprintf(qemu_version, QEMU_VERSION_ROOM, "%ld.%ld.%ld",
		 qmp_int(v, "major"), qmp_int(v, "minor"), qmp_int(v, "micro"));
}

static bool greeted(void *arg)
{
	struct qemu *q = arg;

	return qmp_at(q->answer, "QMP") || q->dead;
}

struct qemu *qemu_start(const char *who, const struct qemu_spec *spec,
			const char *const *more)
{
	struct qemu *q = calloc(1, sizeof(*q));
	struct args args = { .n = 0 };
	int serial[2], qmp[2];
	char path[256];

	if (!q)
		abort();
	signal(SIGPIPE, SIG_IGN);
	*q = (struct qemu){ .who = who, .spec = spec,
			    .tokener = json_tokener_new(),
			    .events = json_object_new_object() };
	account_init(&q->account, spec->command.vcpus);
	snprintf(q->errors, sizeof(q->errors), "%s/errors-%s", spec->dir, who);
	snprintf(path, sizeof(path), "%s/image", spec->dir);
	if (access(path, F_OK))
		image_write(spec->kind, &spec->command, path);
	collect_args(&args, spec, more);
	pair(serial);
	pair(qmp);
	q->pid = fork();
	if (q->pid < 0)
		verdict_error("fork: %s", verdict_errno(errno));
	if (!q->pid)
		become(q, &args, serial[1], qmp[1]);
	close(serial[1]);
	close(qmp[1]);
	q->serial = serial[0];
	q->qmp = qmp[0];
	fcntl(q->serial, F_SETFL, O_NONBLOCK);
	q->pidfd = syscall(SYS_pidfd_open, q->pid, 0);
	if (q->pidfd < 0)
		verdict_error("pidfd_open: %s", verdict_errno(errno));
	qemu_watch(q);
	qemu_until(greeted, q, 30, "QEMU's QMP greeting");
	if (!q->dead)
		note_version(qmp_at(q->answer, "QMP.version.qemu"));
	json_object_put(q->answer);
	q->answer = NULL;
	if (!q->dead)
		qmp_do(q, "qmp_capabilities", NULL);
	return q;
}

void qemu_kill(struct qemu *q)
{
	qemu_forget(q);
	if (!q->dead) {
		kill(q->pid, SIGKILL);
		waitpid(q->pid, &q->status, 0);
	}
	if (q->qmp >= 0)
		close(q->qmp);
	if (q->serial >= 0)
		close(q->serial);
	close(q->pidfd);
	json_tokener_free(q->tokener);
	json_object_put(q->events);
	json_object_put(q->answer);
	free(q);
}

void qemu_type(struct qemu *q, const char *text)
{
	if (write(q->serial, text, strlen(text)) != (ssize_t)strlen(text))
		verdict_error("QEMU (%s) does not take characters", q->who);
}
