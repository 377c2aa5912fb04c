/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A host that asks again and again whether the guest has used some pages, as reclaim
 * does.  Each time KVM clears the accessed bits of its mappings.  Where the processor
 * sets none, KVM makes the mappings unreadable, and the next access faults
 * (kvm_age_gfn() in arch/x86/kvm/mmu/mmu.c).
 *
 * DAMON asks (Documentation/admin-guide/mm/damon/usage.rst), and the kernel's trace event
 * kvm:kvm_age_hva says that it did.  The asking ends with the case's verdict.
 */
#ifndef HOST_SCENE_AGED_H
#define HOST_SCENE_AGED_H

#include "lib/types.h"

struct run;

#define AGED_MOST 4

/*
 * Begin to ask for @nr pages of a slot, at most AGED_MOST, in ascending order.  The host
 * has all of them in memory by now.  Of a huge page all pages are asked for.  Skips the
 * case where the kernel has no DAMON, or where other programs run on this machine.
 */
void aged_begin(struct run *r, u32 slot, const u64 *pages, u32 nr);

/* Wait until each of the pages has been asked for since this call. */
void aged_wait(const struct run *r);

#endif
