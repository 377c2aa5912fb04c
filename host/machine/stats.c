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

/* Find the statistic @name in what is behind @fd. */
static bool find(int fd, const char *name, u64 *offset)
{
	struct kvm_stats_header header;
	struct kvm_stats_desc *desc;
	bool found = false;
	size_t bytes;

	read_at(fd, &header, sizeof(header), 0);
	bytes = sizeof(*desc) + header.name_size;
	desc = calloc(1, bytes + 1);
	for (u32 i = 0; i < header.num_desc && !found; i++) {
		read_at(fd, desc, bytes, header.desc_offset + i * bytes);
		found = !strcmp(desc->name, name);
	}
	*offset = header.data_offset + desc->offset;
	free(desc);
	return found;
}

u64 stats_now(const struct stats_one *one)
{
	u64 value = 0;

	read_at(one->fd, &value, sizeof(value), one->offset);
	return value;
}

bool stats_vcpu(struct machine *m, u32 vcpu, const char *name, struct stats_one *one)
{
	one->fd = __vcpu_ioctl(m->vcpu[vcpu].kvm, KVM_GET_STATS_FD, NULL);
	return one->fd >= 0 && find(one->fd, name, &one->offset);
}

u64 stats_vm(struct machine *m, const char *name)
{
	struct stats_one one = { .fd = __vm_ioctl(m->vm, KVM_GET_STATS_FD, NULL) };
	u64 value;

	if (one.fd < 0)
		verdict_skip("KVM_GET_STATS_FD: %s", strerror(errno));
	if (!find(one.fd, name, &one.offset))
		verdict_skip("KVM has no statistic %s", name);
	value = stats_now(&one);
	close(one.fd);
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
