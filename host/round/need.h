/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a case cannot do without.  A missing fact becomes a skip with its
 * reason here and nowhere else; instructions that a host lacks are found by
 * trying them, in host/round/start.c.
 */
#ifndef HOST_ROUND_NEED_H
#define HOST_ROUND_NEED_H

#include "lib/types.h"

struct run;

#define NEED_CPUS2 0x1 /* two CPUs: the host works beside a running vCPU */
#define NEED_TDP_MMU 0x2 /* x86: KVM splits huge mappings, and counts them */
#define NEED_PML 0x4 /* the processor keeps what it logs in a buffer at first */
#define NEED_SMM 0x8 /* x86: system management mode, an address space */
#define NEED_TWO_STAGE 0x10 /* KVM maps more than the guest does: huge pages */
#define NEED_MOVES 0x40 /* moves of memory are seen (host/round/moved.h) */
#define NEED_HYPERCALLS 0x20 /* x86: by an instruction that a vendor has for them */

/* Ends the case with a skip unless all of @needs are met. */
void need_check(const struct run *r, u32 needs);

#endif
