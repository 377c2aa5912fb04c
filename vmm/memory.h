/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A guest's memory as its QEMU has it: dumped by pmemsave while the guest
 * stands still, and compared with another QEMU's, or with what the payload's
 * count of stores says it must be.
 */
#ifndef VMM_MEMORY_H
#define VMM_MEMORY_H

#include "vmm/qemu.h"

struct memory {
	const char *who;
	u8 *at;
	u64 first; /* guest physical address of its first byte */
	u64 bytes;
};

/* All of the RAM, or @bytes from @first on.  The guest must be stopped. */
struct memory memory_dump(struct qemu *q);
struct memory memory_dump_part(struct qemu *q, u64 first, u64 bytes);
void memory_free(struct memory *m);

/* Fails the case, with the pages, if they differ anywhere. */
void memory_compare(const struct memory *a, const struct memory *b);

/*
 * Fails the case if a page of @q's payload, which has ended, is not what its
 * final count says.
 */
void memory_check_truth(struct qemu *q);

#endif
