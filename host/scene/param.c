// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/param.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/round/run.h"

#define MAX_CHANGED 8

/* Changed parameters and their old values. */
static struct changed {
	const char *name;
	char value[16];
} changed[MAX_CHANGED];
static u32 nr_changed;

static int open_param(const char *name, int flags)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/module/kvm/parameters/%s", name);
	return open(path, flags | O_CLOEXEC);
}

static bool write_param(const char *name, const char *value)
{
	int fd = open_param(name, O_WRONLY);
	bool ok = fd >= 0 &&
		  write(fd, value, strlen(value)) == (ssize_t)strlen(value);

	if (fd >= 0)
		close(fd);
	return ok;
}

static void restore(void)
{
	while (nr_changed) {
		nr_changed--;
		write_param(changed[nr_changed].name, changed[nr_changed].value);
	}
}

static void remember(const char *name)
{
	struct changed *c = &changed[nr_changed];
	int fd = open_param(name, O_RDONLY);

	if (fd < 0)
		verdict_skip("KVM has no parameter %s here", name);
	if (nr_changed == MAX_CHANGED)
		verdict_error("no room for parameter %s", name);
	c->name = name;
	if (read(fd, c->value, sizeof(c->value) - 1) <= 0)
		verdict_error("reading parameter %s: %s", name, strerror(errno));
	close(fd);
	verdict_at_end(restore);
	nr_changed++;
}

bool param_is(const char *name, const char *value)
{
	char got[32] = "";
	int fd = open_param(name, O_RDONLY);

	if (fd < 0)
		return false;
	if (read(fd, got, sizeof(got) - 1) < 0)
		got[0] = 0;
	close(fd);
	return !strncmp(got, value, strlen(value));
}

void param_set(const struct run *r, const char *name, const char *value)
{
	if (!r->own_machine)
		verdict_skip("the parameters of a host are not the gate's to change");
	remember(name);
	if (!write_param(name, value))
		verdict_error("setting parameter %s to %s: %s", name, value,
			      strerror(errno));
}
