/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A test of QEMU on top of KVM, or without it: a table of cases, each run with
 * each accelerator that it names, in a child process.  main() of such a test is
 * vmm_main().
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
	u32 accels; /* ACCEL_*; 0: any */
	const char *command; /* words for the payload, over the test's own */
	u32 memory_kib; /* 0: the usual */
	const char *more[4]; /* arguments for QEMU */
	/* A case that must not pass, in these words: silence is an error. */
	const char *says;
	void (*run)(struct vmm_run *r); /* NULL: the test's */
	const char *s[2]; /* what only this test's body knows */
	u64 n[2];
};

struct vmm_test {
	const char *name;
	const char *about; /* one line */
	const char *command;
	const struct vmm_case *cases;
	u32 nr_cases;
	void (*run)(struct vmm_run *r);
};

/* All that belongs to a case while it runs. */
struct vmm_run {
	const struct vmm_case *c;
	struct qemu_spec spec;
};

int vmm_main(int argc, char **argv, const struct vmm_test *test);

/* NULL, or why no case with @accel can run here; changes r->spec. */
const char *vmm_missing(struct vmm_run *r, enum accel accel);

/* The usual first step: a QEMU that runs the payload. */
struct qemu *vmm_boot(struct vmm_run *r);

#endif
