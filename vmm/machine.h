/* SPDX-License-Identifier: GPL-2.0-only */
/* QEMU's program name and arguments for each architecture of a guest. */
#ifndef VMM_MACHINE_H
#define VMM_MACHINE_H

#include "lib/types.h"

enum accel {
	ACCEL_TCG = 1,	/* no KVM at all */
	ACCEL_KVM = 2,
	ACCEL_RING = 4, /* KVM with a dirty ring */
};

/* Entries of a vCPU's ring, unless a case has another size. */
#define RING_ENTRIES 4096

struct accel_name {
	enum accel accel;
	const char *name;   /* in reports: case@name */
	const char *option; /* QEMU's -accel; of a ring without the size */
};

extern const struct accel_name accels[3];

struct machine_kind {
	const char *name;   /* "x86", as in build/x86 */
	const char *binary;
	const char *machine, *kvm_machine;
	const char *cpu, *kvm_cpu;
	/* With this KVM writes nothing to the guest's memory by itself.  NULL: it
	 * does not with kvm_cpu either, unless the guest asks for it. */
	const char *quiet_cpu;
	u64 ram;	    /* physical address of the first byte */
	const char *firmware[4]; /* files; the first one that exists is used */
	const u8 *image, *image_end; /* the disk image, embedded */
};

/* A NULL name ends the array. */
extern const struct machine_kind machines[];

/* The kind called @name, NULL if there is none. */
const struct machine_kind *machine_find(const char *name);

/* The first firmware file that exists, NULL if none does. */
const char *machine_firmware(const struct machine_kind *m);

#endif
