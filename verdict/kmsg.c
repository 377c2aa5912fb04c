// SPDX-License-Identifier: GPL-2.0-only
#include "verdict/kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int log_fd = -1;

bool kmsg_open(void)
{
	log_fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log_fd >= 0)
		lseek(log_fd, 0, SEEK_END);
	return log_fd >= 0;
}

void kmsg_rearm(void)
{
	/*
	 * Without debugfs each warning fires once per boot, which is better
	 * than not at all.
	 */
	FILE *f = fopen("/sys/kernel/debug/clear_warn_once", "w");

	if (!f)
		return;
	fputs("1", f);
	fclose(f);
}

static bool is_splat(const char *text)
{
	static const char *const begins[] = {
		"WARNING: ", "BUG: ", "Oops", "kernel BUG at", "INFO: task ",
		"general protection fault", "watchdog: BUG",
		"Internal error: ",
	};

	for (u32 i = 0; i < ARRAY_LEN(begins); i++)
		if (!strncmp(text, begins[i], strlen(begins[i])))
			return true;
	return false;
}

int kmsg_thread(const char *text)
{
	const char *at = strstr(text, " PID: ");

	if (at)
		return atoi(at + 6);
	/* A name may have a slash in it: "CPU#1: kworker/1:0/4711". */
	at = strstr(text, " CPU#");
	at = at ? strrchr(at, '/') : NULL;
	return at ? atoi(at + 1) : 0;
}

/*
 * A busy host makes an emulated machine's timers late, and a scheduler that cannot bear this
 * warns: 7.3.4 in hrtimer_forward(), called by dl_task_timer() (kernel/sched/deadline.c), seen
 * once with eleven processes for two CPUs.  What KVM does wrong in memory may show elsewhere on
 * an idle CPU, and counts.  run/Console.pm has the same rule.
 */
static bool is_aside(const char *text)
{
	return !strncmp(text, "WARNING: ", 9) &&
	       (strstr(text, " kernel/time/") || strstr(text, " kernel/sched/")) &&
	       (strstr(text, " PID: 0 ") || strstr(text, ": swapper/"));
}

bool kmsg_read_splat(const char *text, struct kmsg_splat *splat)
{
	if (!is_splat(text))
		return false;
	*splat = (struct kmsg_splat){ .tid = kmsg_thread(text), .aside = is_aside(text) };
	snprintf(splat->line, sizeof(splat->line), "%.*s",
		 (int)strcspn(text, "\n"), text);
	/* The number of the oops: "Oops: 0000 [#1] PREEMPT SMP". */
	splat->oops = strstr(splat->line, " [#");
	return true;
}

/* The text of the next line of the log, NULL at the log's end. */
static const char *next_line(void)
{
	/* "priority,sequence,time,flags;text\n key=value..." */
	static char record[2048];
	const char *text;
	ssize_t n;

	if (log_fd < 0)
		return NULL;
	do {
		n = read(log_fd, record, sizeof(record) - 1);
		record[n < 0 ? 0 : n] = 0;
		text = strchr(record, ';');
		/* EPIPE: lines were overwritten; go on behind them */
	} while (n < 0 ? errno == EPIPE || errno == EINTR : n > 0 && !text);
	return text ? text + 1 : NULL;
}

/*
 * For an oops, the log says first what happened, then the number of the oops,
 * and at last whose it is: "CPU: 0 UID: 0 PID: 4711 Comm: ...".
 */
static void read_whose(struct kmsg_splat *splat)
{
	struct kmsg_splat more;
	const char *text;

	for (u32 i = 0; i < 8 && !splat->tid && (text = next_line()); i++) {
		splat->tid = kmsg_thread(text);
		if (kmsg_read_splat(text, &more))
			splat->oops |= more.oops;
	}
}

bool kmsg_next_splat(struct kmsg_splat *splat)
{
	const char *text;

	while ((text = next_line())) {
		if (!kmsg_read_splat(text, splat))
			continue;
		read_whose(splat);
		return true;
	}
	return false;
}
