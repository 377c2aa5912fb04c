/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeps the memory of tests where it is.  A host that moves a page takes KVM's
 * mapping of it away, and the guest's next access maps it anew: with what the host
 * allows by then, and so perhaps as written.  What cannot be kept still is for
 * host/memory/unmapped.h to see.
 *
 *	NUMA balancing	 leaves alone what has a memory policy without
 *			 MPOL_F_MOF: task_numa_work() in kernel/sched/fair.c asks
 *			 vma_policy_mof()
 *	KSM		 merges only what is advised to be merged, or all of a
 *			 process that says so: PR_SET_MEMORY_MERGE
 *	khugepaged	 collapses no area that has MADV_NOHUGEPAGE, and no pages
 *			 that somebody has pinned: is_refcount_suitable() in
 *			 mm/khugepaged.c
 *	compaction	 isolates no anonymous page that is pinned:
 *			 isolate_migratepages_block() in mm/compaction.c
 *	reclaim		 takes nothing that is locked, mlock2(), or pinned
 *
 * Compaction takes pages of files and of shared memory, pinned or not.
 */
#ifndef HOST_MEMORY_STILL_H
#define HOST_MEMORY_STILL_H

#include "lib/types.h"

/*
 * Call this once per process, before it has memory for a test; children inherit
 * it. False if NUMA balancing goes on: a sandbox may refuse set_mempolicy().
 */
bool still_process(void);

/*
 * Populate and pin @bytes of memory at @hva, both multiples of the page size,
 * by io_uring's registered buffers. True if none of these pages moves from now
 * on: the memory is private and anonymous, and RLIMIT_MEMLOCK and the kernel
 * allow it.
 */
bool still_pin(void *hva, u64 bytes);

/* Unpin what still_pin() pinned at @hva, if it did. */
void still_let_go(void *hva);

#endif
