// SPDX-License-Identifier: GPL-2.0-only
#include "host/kmsg.h"

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
	/* Without debugfs each warning fires once a boot: still better. */
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
	at = strstr(text, " CPU#");
	at = at ? strchr(at, '/') : NULL;
	return at ? atoi(at + 1) : 0;
}

bool kmsg_next_splat(char *line, u32 bytes, int *tid)
{
	char record[2048];

	if (log_fd < 0)
		return false;
	for (;;) {
		ssize_t n = read(log_fd, record, sizeof(record) - 1);
		char *text;

		if (n < 0 && (errno == EPIPE || errno == EINTR))
			continue; /* EPIPE: overwritten lines, go on behind */
		if (n <= 0)
			return false;
		record[n] = 0;
		/* "priority,sequence,time,flags;text\n key=value..." */
		text = strchr(record, ';');
		if (!text || !is_splat(++text))
			continue;
		text[strcspn(text, "\n")] = 0;
		*tid = kmsg_thread(text);
		snprintf(line, bytes, "%s", text);
		return true;
	}
}
