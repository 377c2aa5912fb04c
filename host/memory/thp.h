/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether this process gets huge pages when it asks for them with
 * MADV_HUGEPAGE. The kernel does not say: prctl(2), a system-wide setting, a
 * limit of a cgroup, a policy or fragmented memory can prevent it. So a mapping
 * is made once, and smaps is read. Another area can lack huge pages all the
 * same.
 */
#ifndef HOST_MEMORY_THP_H
#define HOST_MEMORY_THP_H

#define THP_ENABLED "/sys/kernel/mm/transparent_hugepage/enabled"

/*
 * NULL, or why there are none. The answer is remembered, so call this before a
 * fork.
 */
const char *thp_missing(void);

#endif
