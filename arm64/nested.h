/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A nested guest on arm64, for host and payload.  A vCPU that can have one starts at EL2, with
 * the payload as the outer guest.  The nested guest is EL1.
 *
 * The nested guest shares registers, stack and first-level page tables with the outer guest.
 * All memory is at the same physical addresses in both.  In the nested guest the memory is
 * also at NESTED_GPA above these addresses, by the outer guest's stage 2.  A store there has
 * another physical address in each guest, and KVM must report the outer guest's.
 */
#ifndef ARM64_NESTED_H
#define ARM64_NESTED_H

#include "lib/abi.h"

/* Lies in struct abi_vcpu's arch[].  All 0: this vCPU has no nested guest. */
struct nested {
	u64 hcr; /* HCR_EL2 while the nested guest runs */
	u64 inside; /* payload only: the vCPU runs in the nested guest */
};

static inline struct nested *nested_of(struct abi_vcpu *block)
{
	return (struct nested *)block->arch;
}

/* arm64/nested.S: both return in the other guest. */
void nested_enter(u64 hcr);
void nested_leave(void);

/*
 * Arm ARM, HCR_EL2.  The outer guest is a host in the sense of FEAT_VHE: at EL2 the names of
 * EL1's registers stand for EL2's.
 */
#define HCR_VM (1ull << 0)
#define HCR_TGE (1ull << 27)
#define HCR_RW (1ull << 31)
#define HCR_E2H (1ull << 34)
#define HCR_OUTER (HCR_E2H | HCR_RW | HCR_TGE)
#define HCR_NESTED (HCR_E2H | HCR_RW)

#define NESTED_GPA (256ull << 30)
/* The number of GiB that are mapped, at 0 and at NESTED_GPA. */
#define NESTED_GIBS 128
/* Above these: physical addresses for a test's own tables (host/scene/walk.h). */
#define NESTED_VIEW_GPA (NESTED_GPA + ((u64)NESTED_GIBS << 30))

#endif
