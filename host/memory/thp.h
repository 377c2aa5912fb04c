/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Does this process get huge pages when it asks for them with MADV_HUGEPAGE?  The
 * kernel grants them or does not, without a word: prctl(2), a system-wide setting, a
 * cgroup's limit or a policy can be in the way, or memory that is fragmented.  So it
 * is asked once, with memory of its own, and read back what became of that.  Says
 * nothing of any other area: a huge page can be missing there at the moment.
 */
#ifndef HOST_MEMORY_THP_H
#define HOST_MEMORY_THP_H

#define THP_ENABLED "/sys/kernel/mm/transparent_hugepage/enabled"

/* NULL, or why there are none.  Remembered: call it before a fork. */
const char *thp_missing(void);

#endif
