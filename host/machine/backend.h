/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What this host's KVM is. It is probed once and printed with every result.
 * Allowances, needs and known findings depend on nothing else.
 */
#ifndef HOST_MACHINE_BACKEND_H
#define HOST_MACHINE_BACKEND_H

#include "host/machine/cpus.h"
#include "lib/types.h"
#include "verdict/known.h"

struct backend {
	char kernel[65];   /* uname -r */
	const char *name;  /* "svm", "vmx", "pvm", "arm64", "unknown" */
	bool software;	   /* x86: uses no hardware virtualization (PVM) */
	bool two_stage;	   /* NPT, EPT or stage 2; false: shadow paging */
	bool tdp_mmu;	   /* x86 */
	bool tdp_maps_writable; /* x86: a read fault maps a page writable if
				 * the host has it writable */
	bool shadow_maps_dirty; /* x86: the same, if the dirty bit of the
				 * guest's own entry is set */
	bool walks_write;  /* x86: a walk through the guest's page tables is
			    * a write to them */
	bool real_mode_emulated; /* x86: KVM's emulator executes all instructions of
				  * real mode and of SMM */
	bool pml;	   /* VMX page modification logging */
	bool emulated;	   /* the processor is an emulator's */
	bool nested;	   /* the processor is a hypervisor's */
	u32 page_size;	   /* bytes; the unit of every dirty log */
	struct cpus cpus;  /* CPUs that this process has */
	u32 manual_flags;  /* KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 */
	u32 ring_max;	   /* bytes; 0: no dirty ring */
	u32 ring_min;	   /* bytes, the smallest that KVM accepts */
	u32 ring_reserved; /* entries between the soft limit and the end */
	u32 address_spaces; /* KVM_CAP_MULTI_ADDRESS_SPACE */
	bool ring_acq_rel;
	bool ring_bitmap;
	char params[160]; /* module parameters as "npt=1 tdp_mmu=1" */
	char facts[224]; /* for docs/known.tsv: "two-stage page_size=4096 npt=1" */
};

/*
 * The number of pages in the smallest huge mapping. An entry of the next higher
 * table maps it, and a table is a page of 8-byte entries.
 */
static inline u32 backend_huge_pages(const struct backend *b)
{
	return b->page_size / 8;
}

/*
 * The backend of /dev/kvm. NULL, and one line in @why, if /dev/kvm does not
 * open or creates no VM.
 */
const struct backend *backend_probe(char *why, u32 why_bytes);

/*
 * As backend_probe(), but failure ends the process: one line on stderr, exit
 * code 2.
 */
const struct backend *backend_or_exit(const char *program);

/* The facts that known findings are compared with. */
struct known_facts backend_facts(const struct backend *b);

/* Print what the backend is and has, by report_fact(). */
void backend_report(const struct backend *b);

#endif
