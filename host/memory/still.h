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
 * Once in each process before it has memory for a test; those that it forks inherit
 * it.  False if NUMA balancing is not kept away: a sandbox may refuse
 * set_mempolicy().
 */
bool still_process(void);

/*
 * Populate @bytes of memory at @hva, a multiple of the page size each, and pin them.
 * True if no page of them moves from now on: it is private anonymous memory, and
 * RLIMIT_MEMLOCK and the kernel let us (io_uring's registered buffers).
 */
bool still_pin(void *hva, u64 bytes);

/* Let what was pinned at @hva go; nothing if it was not. */
void still_let_go(void *hva);

#endif
