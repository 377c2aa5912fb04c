/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The slots of address space 1, which an x86 vCPU sees in system management mode:
 * memory where the first slot of address space 0 lies, the handler's memory, which
 * is not logged, and two pages, in which KVM keeps the vCPU's state meanwhile: in the
 * first, or where SMRAM does not begin with a page, in both. host/scene/smm.h uses them.
 */
#ifndef HOST_MACHINE_SMM_SLOTS_H
#define HOST_MACHINE_SMM_SLOTS_H

#include "host/machine/machine.h"

/* Where a vCPU that was never told otherwise has its SMRAM: Intel's manual,
 * volume 3, chapter 32. */
#define SMM_RAM_GPA 0x30000ull

/* The three follow each other in the machine. */
enum smm_slot { SMM_MEMORY, SMM_CODE, SMM_STATE };

/*
 * Add the three to a machine that is to be made, as slots @*nr and up, which is
 * moved on; SMM_MEMORY has @nr_pages pages.
 */
void smm_slots_add(struct machine_spec *spec, u32 *nr, u64 nr_pages);

#endif
