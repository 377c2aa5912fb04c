// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine/stats.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/machine/compat.h"
#include "host/machine/machine.h"
#include "verdict/verdict.h"

static void read_at(int fd, void *to, size_t bytes, u64 offset)
{
	if (pread(fd, to, bytes, offset) != (ssize_t)bytes)
		verdict_error("reading KVM's statistics: %s", strerror(errno));
}

u64 stats_vm(struct machine *m, const char *name)
{
	int fd = __vm_ioctl(m->vm, KVM_GET_STATS_FD, NULL);
	struct kvm_stats_header header;
	struct kvm_stats_desc *desc;
	bool found = false;
	u64 value = 0;
	size_t bytes;

	if (fd < 0)
		verdict_skip("KVM_GET_STATS_FD: %s", strerror(errno));
	read_at(fd, &header, sizeof(header), 0);
	bytes = sizeof(*desc) + header.name_size;
	desc = calloc(1, bytes + 1);
	for (u32 i = 0; i < header.num_desc && !found; i++) {
		read_at(fd, desc, bytes, header.desc_offset + i * bytes);
		found = !strcmp(desc->name, name);
	}
	if (found)
		read_at(fd, &value, sizeof(value),
			header.data_offset + desc->offset);
	free(desc);
	close(fd);
	if (!found)
		verdict_skip("KVM has no statistic %s", name);
	return value;
}

void stats_wait(struct machine *m, const char *name, u64 value)
{
	u64 until_ns = machine_now_ns() + m->deadline_s * 1000000000ull;
	u64 is;

	for (is = stats_vm(m, name); is != value; is = stats_vm(m, name)) {
		if (machine_now_ns() > until_ns)
			verdict_timeout("KVM's statistic %s is still %lu after %u s",
					name, is, m->deadline_s);
		sched_yield();
	}
}
