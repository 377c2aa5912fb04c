/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a case cannot do without. Each need that is not met becomes a skip with
 * a reason, here and nowhere else. Instructions that a host lacks are found by
 * trying them (host/round/start.c).
 */
#ifndef HOST_ROUND_NEED_H
#define HOST_ROUND_NEED_H

#include "lib/types.h"

struct run;

#define NEED_CPUS2 0x1 /* two CPUs: the host works beside a running vCPU */
#define NEED_TDP_MMU 0x2 /* x86: KVM splits huge mappings, and counts them */
#define NEED_PML 0x4 /* the processor logs into a buffer of its own (PML) */
#define NEED_SMM 0x8 /* x86: system management mode, an address space */
#define NEED_TWO_STAGE 0x10 /* two-stage paging: KVM can map huge what the
			     * guest maps small */
#define NEED_MOVES 0x40 /* moves of memory are seen (host/round/moved.h) */
#define NEED_HYPERCALLS 0x20 /* x86: vmcall or vmmcall, which PVM lacks */
#define NEED_LATE_VCPUS 0x80 /* vCPUs that are created when others have run */
#define NEED_LEGACY 0x100 /* x86: page tables of 32-bit processors, which PVM lacks */
#define NEED_TASKS 0x200 /* x86: the processor leaves switches of tasks to KVM */

/* End the case with a skip unless all of @needs are met. */
void need_check(const struct run *r, u32 needs);

#endif
