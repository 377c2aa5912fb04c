/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System management mode, in which an x86 vCPU sees an address space of its own
 * (KVM_CAP_MULTI_ADDRESS_SPACE): slots with the same numbers at the same guest
 * physical addresses, and other memory.  A handler that the host puts there stores
 * to pages that it is told.
 *
 * Three slots: memory where the first slot lies, the handler's, which is not
 * logged, and one page in which KVM keeps the vCPU's state while it is in SMM.
 */
#ifndef HOST_SCENE_SMM_H
#define HOST_SCENE_SMM_H

#include "lib/types.h"

struct run;

/*
 * When vCPU 0 runs next, it first goes to SMM and stores to these pages of the
 * memory there.  At most 64, at least one.  The round expects it.  The case needs
 * NEED_SMM.
 */
void smm_store(struct run *r, const u32 *pages, u32 nr);

/* Let it run, also what is queued, to its end; and it must have done so. */
void smm_run(struct run *r);

#endif
