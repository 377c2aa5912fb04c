/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A guest's memory in its QEMU.  pmemsave dumps the memory while the guest is
 * stopped.  A dump is compared with another QEMU's, or with the contents that
 * follow from the payload's number of stores.
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

/* Dump all of the RAM, or @bytes from @first on.  The guest must be stopped. */
struct memory memory_dump(struct qemu *q);
struct memory memory_dump_part(struct qemu *q, u64 first, u64 bytes);
void memory_free(struct memory *m);

/*
 * The number of the last store of @vcpu to its area, of a guest that may run: what
 * the vCPU had done at a moment between call and return.  Without the payload's
 * word zero.
 */
u64 memory_stores(struct qemu *q, u32 vcpu);

/* Fail the case, and list the pages, if @a and @b differ. */
void memory_compare(const struct memory *a, const struct memory *b);

/*
 * The payload of @q has ended.  Fail the case if one of the payload's pages
 * does not hold what follows from its final number of stores.
 */
void memory_check_truth(struct qemu *q);

#endif
