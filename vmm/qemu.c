// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/qemu.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "verdict/verdict.h"
#include "vmm/qmp.h"

#define MAX_QEMUS 2
/*
 * Deadlines, before the time-out scale: for the boot, and for each account
 * second.
 */
#define BOOT_S 60
#define SECOND_S 30

/* The QEMUs of this case, which is a process of its own. */
static struct qemu *qemus[MAX_QEMUS];
static u32 scale = 1;

s64 qemu_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

void qemu_fate(const struct qemu *q, char *to, size_t room)
{
	char text[512] = "", *last = text;
	FILE *file = fopen(q->errors, "r");
	int n;

	while (file && fgets(text, sizeof(text), file))
		last = text;
	if (file)
		fclose(file);
	last[strcspn(last, "\n")] = 0;
	if (WIFSIGNALED(q->status))
		n = snprintf(to, room, "was killed by signal %d",
			     WTERMSIG(q->status));
	else
		n = snprintf(to, room, "ended with exit status %d",
			     WEXITSTATUS(q->status));
	if (*last && n > 0 && (size_t)n < room)
		snprintf(to + n, room - n, ": %.120s", last);
}

static void buried(struct qemu *q)
{
	char fate[200];

	waitpid(q->pid, &q->status, 0);
	q->dead = true;
	if (q->may_die)
		return;
	qemu_fate(q, fate, sizeof(fate));
	verdict_error("QEMU (%s) %s", q->who, fate);
}

static void read_qmp(struct qemu *q)
{
	char text[4096];
	ssize_t n = read(q->qmp, text, sizeof(text));
	ssize_t at = 0;

	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		struct pollfd end = { .fd = q->pidfd, .events = POLLIN };

		/* QEMU is probably dying. */
		close(q->qmp);
		q->qmp = -1;
		if (poll(&end, 1, 5000 * scale) <= 0)
			verdict_error("QEMU (%s) closed its QMP and lives on",
				      q->who);
		buried(q);
		return;
	}
	while (at < n) {
		json_object *message =
			json_tokener_parse_ex(q->tokener, text + at, n - at);

		if (message) {
			at += json_tokener_get_parse_end(q->tokener);
			qmp_message(q, message);
			continue;
		}
		if (json_tokener_get_error(q->tokener) != json_tokener_continue)
			verdict_error("QEMU (%s) sent what is not JSON", q->who);
		break;
	}
}

static void read_serial(struct qemu *q)
{
	char text[4096];
	ssize_t n = read(q->serial, text, sizeof(text));

	if (n <= 0) {
		if (n < 0 && errno == EAGAIN)
			return;
		close(q->serial);
		q->serial = -1;
		return;
	}
	account_feed(&q->account, text, n);
	if (*q->account.broken)
		verdict_error("the payload (%s) gave up: %s", q->who,
			      q->account.broken);
}

/* Wait up to @ms for input from any QEMU, and handle it. */
static void serve(s64 ms)
{
	struct pollfd fds[MAX_QEMUS * 3];
	struct qemu *of[MAX_QEMUS * 3];
	nfds_t n = 0;

	for (u32 i = 0; i < MAX_QEMUS; i++) {
		struct qemu *q = qemus[i];

		if (!q || q->dead)
			continue;
		for (u32 j = 0; j < 3; j++, n++) {
			fds[n] = (struct pollfd){
				.fd = j == 0 ? q->qmp :
				      j == 1 ? q->serial : q->pidfd,
				.events = POLLIN,
			};
			of[n] = q;
		}
	}
	if (poll(fds, n, ms > 0 ? ms : 0) < 0 && errno != EINTR)
		verdict_error("poll: %s", verdict_errno(errno));
	for (nfds_t i = 0; i < n; i++) {
		if (!fds[i].revents || of[i]->dead)
			continue;
		if (i % 3 == 0)
			read_qmp(of[i]);
		else if (i % 3 == 1)
			read_serial(of[i]);
		else
			buried(of[i]);
	}
}

void qemu_until(bool (*until)(void *arg), void *arg, u32 seconds,
		const char *what)
{
	s64 deadline = qemu_now_ms() + seconds * scale * 1000ll;

	while (!until(arg)) {
		s64 left = deadline - qemu_now_ms();

		if (left <= 0)
			verdict_timeout("%s did not come in %u s%s%s", what,
					seconds * scale,
					qemus[0] && *qemus[0]->account.last ?
						"; the last line was: " : "",
					qemus[0] ? qemus[0]->account.last : "");
		serve(left < 1000 ? left : 1000);
	}
}

void qemu_serve_ms(u32 ms)
{
	s64 deadline = qemu_now_ms() + ms;

	for (s64 left = ms; left > 0; left = deadline - qemu_now_ms())
		serve(left);
}

struct progress {
	struct qemu *q;
	u64 seconds, marks;
};

static bool progressed(void *arg)
{
	struct progress *p = arg;

	return account_seconds(&p->q->account) >= p->seconds || p->q->dead;
}

void qemu_until_seconds(struct qemu *q, u32 seconds)
{
	struct progress p = { q, .seconds = account_seconds(&q->account) + seconds };

	qemu_until(progressed, &p, BOOT_S + seconds * SECOND_S,
		   "the payload's account");
}

static bool told(void *arg)
{
	struct progress *p = arg;

	return p->q->account.nr_marks >= p->marks || p->q->dead;
}

void qemu_until_told(struct qemu *q)
{
	struct progress p = { q, .marks = q->account.nr_marks + 1 };

	qemu_type(q, "m");
	qemu_until(told, &p, 4 * SECOND_S, "the account's mark");
}

void qemu_watch(struct qemu *q)
{
	u32 at = 0;

	scale = q->spec->timeout_scale;
	while (at < MAX_QEMUS && qemus[at])
		at++;
	if (at == MAX_QEMUS)
		abort();
	qemus[at] = q;
}

void qemu_forget(struct qemu *q)
{
	for (u32 i = 0; i < MAX_QEMUS; i++)
		if (qemus[i] == q)
			qemus[i] = NULL;
}
