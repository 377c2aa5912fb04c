/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A test of QEMU, with KVM or without.  A test is a table of cases.  Each case
 * runs with each accelerator that it names, in a child process.  main() of a
 * test calls vmm_main().
 */
#ifndef VMM_TEST_H
#define VMM_TEST_H

#include "verdict/verdict.h"
#include "vmm/qmp.h"

#define ACCEL_ANY (ACCEL_TCG | ACCEL_KVM | ACCEL_RING)
#define ACCEL_KVMS (ACCEL_KVM | ACCEL_RING)

struct vmm_run;

struct vmm_case {
	const char *name;
	u32 accels; /* ACCEL_*; 0: the test's, or any */
	const char *command; /* words for the payload; override the test's words */
	u32 ring; /* entries of a vCPU's ring; 0: the test's, or RING_ENTRIES */
	u32 memory_kib; /* of the guest; 0: 256 MiB, see memory_for() in main.c */
	const char *more[4]; /* further arguments for QEMU */
	/* The case must not pass, and its report must have these words.  If it
	 * passes, that is an error. */
	const char *says;
	void (*run)(struct vmm_run *r); /* NULL: the test's */
	const char *s[3]; /* for this test's body only */
	u64 n[3];
};

struct vmm_test {
	const char *name;
	const char *about; /* one line */
	const char *command;
	u32 accels, ring; /* of cases that do not name their own */
	const struct vmm_case *cases;
	u32 nr_cases;
	void (*run)(struct vmm_run *r);
};

/* The state of a case while it runs. */
struct vmm_run {
	const struct vmm_case *c;
	struct qemu_spec spec;
};

int vmm_main(int argc, char **argv, const struct vmm_test *test);

/* NULL, or why no case with @accel can run here.  Changes r->spec. */
const char *vmm_missing(struct vmm_run *r, enum accel accel);

/* The usual first step: boot a QEMU with the payload. */
struct qemu *vmm_boot(struct vmm_run *r);

#endif
