// SPDX-License-Identifier: GPL-2.0-only
#include "host/kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int log_fd = -1;
static bool log_ours;

bool kmsg_open(bool ours)
{
	log_ours = ours;
	log_fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return log_fd >= 0;
}

void kmsg_mark(void)
{
	int fd;

	if (log_fd < 0)
		return;
	lseek(log_fd, 0, SEEK_END);
	if (!log_ours)
		return;
	fd = open("/sys/kernel/debug/clear_warn_once", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (write(fd, "1", 1) != 1)
		fd = fd; /* without debugfs each warning fires once a boot */
	close(fd);
}

/* "WARNING: CPU: 1 PID: 4711 at ...": is it a thread of this case? */
static bool is_ours(const struct verdict_page *v, const char *text)
{
	const char *pid = strstr(text, "PID: ");

	if (!pid)
		return false;
	for (u32 i = 0; i < v->nr_tids && i < VERDICT_MAX_TIDS; i++)
		if (atoi(pid + 5) == v->tid[i])
			return true;
	return false;
}

static bool is_splat(const struct verdict_page *v, const char *text)
{
	static const char *const begins[] = {
		"WARNING: ", "BUG: ", "Oops", "kernel BUG at", "INFO: task ",
		"general protection fault", "watchdog: BUG",
	};

	for (u32 i = 0; i < ARRAY_LEN(begins); i++)
		if (!strncmp(text, begins[i], strlen(begins[i])))
			return log_ours || is_ours(v, text);
	return false;
}

bool kmsg_splat(const struct verdict_page *v, char *line, u32 bytes)
{
	char record[2048];
	ssize_t n;

	if (log_fd < 0)
		return false;
	for (;;) {
		char *text;

		n = read(log_fd, record, sizeof(record) - 1);
		if (n < 0 && (errno == EPIPE || errno == EINTR))
			continue; /* EPIPE: overwritten lines, go on behind */
		if (n <= 0)
			return false;
		record[n] = 0;
		/* "priority,sequence,time,flags;text\n key=value..." */
		text = strchr(record, ';');
		if (!text)
			continue;
		text++;
		text[strcspn(text, "\n")] = 0;
		if (!is_splat(v, text))
			continue;
		snprintf(line, bytes, "%s", text);
		return true;
	}
}
