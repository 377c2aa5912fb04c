// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine/backend.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "host/machine/arch.h"
#include "verdict/report.h"

static int ring_cap(const struct backend *b)
{
	return b->ring_acq_rel ? KVM_CAP_DIRTY_LOG_RING_ACQ_REL :
				 KVM_CAP_DIRTY_LOG_RING;
}

/*
 * A failed enable changes nothing, so one VM answers for all sizes.  KVM wants
 * a power of two that holds the reserved entries and fills a page (clauses R3
 * and R4).
 */
static u32 smallest_ring(const struct backend *b, int vm)
{
	for (u32 bytes = sizeof(struct kvm_dirty_gfn); bytes <= b->ring_max;
	     bytes *= 2) {
		struct kvm_enable_cap cap = { .cap = ring_cap(b),
					      .args = { bytes } };

		if (!ioctl(vm, KVM_ENABLE_CAP, &cap))
			return bytes;
	}
	return 0;
}

const struct backend *backend_or_exit(const char *program)
{
	char why[160];
	const struct backend *b = backend_probe(why, sizeof(why));

	if (b)
		return b;
	fprintf(stderr, "%s: %s\n", program, why);
	exit(2);
}

static int check(int fd, long cap)
{
	int value = ioctl(fd, KVM_CHECK_EXTENSION, cap);

	return value > 0 ? value : 0;
}

const struct backend *backend_probe(char *why, u32 why_bytes)
{
	static struct backend b;
	struct utsname uts;
	int vcpu = -1;
	int vm = -1;
	const char *unknown;
	int kvm;

	if (b.name)
		return &b;

	kvm = open(KVM_DEV_PATH, O_RDWR | O_CLOEXEC);
	if (kvm < 0) {
		snprintf(why, why_bytes, KVM_DEV_PATH ": %s%s", strerror(errno),
			 errno == ENOENT ? " (no KVM on this machine)" :
			 errno == EACCES ? " (join group kvm, or run as root)" :
			 errno == ENODEV || errno == ENXIO ?
			 " (no KVM module is loaded)" : "");
		return NULL;
	}
	if (ioctl(kvm, KVM_GET_API_VERSION, 0) != KVM_API_VERSION) {
		snprintf(why, why_bytes, KVM_DEV_PATH " is not KVM");
		goto out;
	}
	vm = ioctl(kvm, KVM_CREATE_VM, arch_vm_type(kvm));
	if (vm < 0) {
		snprintf(why, why_bytes, KVM_DEV_PATH
			 " opens, but KVM_CREATE_VM says: %s", strerror(errno));
		goto out;
	}

	/* Not ours alone: the kernel's library takes payloads from there. */
	unknown = access("/proc/self/fd", X_OK) ? "/proc is not mounted" :
						  arch_backend(&b);
	if (unknown) {
		snprintf(why, why_bytes, "%s", unknown);
		b.name = NULL;
		goto out;
	}
	uname(&uts);
	snprintf(b.kernel, sizeof(b.kernel), "%s", uts.release);
	b.page_size = getpagesize();
	b.cpus = cpus_count();
	b.manual_flags = check(vm, KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2);
	b.ring_max = check(vm, KVM_CAP_DIRTY_LOG_RING_ACQ_REL);
	b.ring_acq_rel = b.ring_max;
	if (!b.ring_max)
		b.ring_max = check(vm, KVM_CAP_DIRTY_LOG_RING);
	b.address_spaces = check(vm, KVM_CAP_MULTI_ADDRESS_SPACE);
	b.ring_bitmap = check(vm, KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP);
	if (b.ring_max)
		b.ring_min = smallest_ring(&b, vm);
	snprintf(b.facts, sizeof(b.facts), "%s page_size=%u %s",
		 b.two_stage ? "two-stage" : "shadow", b.page_size, b.params);

	vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	if (vcpu < 0) {
		snprintf(why, why_bytes, KVM_DEV_PATH
			 " creates VMs, but KVM_CREATE_VCPU says: %s",
			 strerror(errno));
		b.name = NULL;
	}
out:
	/*
	 * The VM and its vCPU stay, so that those of a case are never the first or
	 * the last ones of the host.  With these KVM switches virtualization on and
	 * off on every CPU, and static keys (kvm_has_noapic_vcpu,
	 * preempt_notifier_key), each of which rewrites the kernel's text.
	 */
	close(kvm);
	if (b.name) {
		compat_library_init();
		return &b;
	}
	if (vcpu >= 0)
		close(vcpu);
	if (vm >= 0)
		close(vm);
	return NULL;
}

struct known_facts backend_facts(const struct backend *b)
{
	return (struct known_facts){
		.kernel = b->kernel,
		.backend = b->name,
		.more = b->facts,
	};
}

void backend_report(const struct backend *b)
{
	report_fact("kernel", "%s", b->kernel);
	report_fact("backend", "%s%s%s%s", b->name, *b->params ? " " : "",
		    b->params, b->emulated ? " (emulated processor)" : "");
	report_fact("virtual machine", "%s", b->nested ? "yes" : "no");
	report_fact("page size", "%u", b->page_size);
	report_fact("cpus", "%u", b->cpus.usable);
	report_fact("manual protect", "%u", b->manual_flags);
	if (b->ring_max)
		report_fact("dirty ring", "%u to %u entries, %u reserved",
			    b->ring_min / 16, b->ring_max / 16,
			    b->ring_reserved);
	else
		report_fact("dirty ring", "none");
}
