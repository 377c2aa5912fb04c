/* SPDX-License-Identifier: GPL-2.0-only */
/* The kinds of host memory that slots are made of. */
#ifndef HOST_MEMORY_BACKING_H
#define HOST_MEMORY_BACKING_H

#include "lib/types.h"

struct backing {
	const char *name;
	u64 align_bytes;    /* 0: see backing_align_bytes() */
	u32 mmap_flags;
	int advice;	    /* madvise(), 0: none */
	bool memfd, file;
	bool device; /* a device's, for which the host has no struct page: on machines of
		      * the gate's own alone, since others may use the device */
	bool read_allocates; /* a read of a fresh page gets a page of its own
			      * that is mapped writable, not the zero page */
	const char *pool;    /* sysfs folder of the huge page pool */
};

/* A row of backings[] each, the default first. */
enum backing_id {
	BACKING_ID_ANON,
	BACKING_ID_THP,
	BACKING_ID_HUGE_2M,
	BACKING_ID_HUGE_32M,
	BACKING_ID_HUGE_1G,
	BACKING_ID_MEMFD,
	BACKING_ID_FILE,
	BACKING_ID_DEVICE,
	NR_BACKINGS,
};

/* In this order, ended by a NULL name. */
extern const struct backing backings[];

/* Bits for the columns `backings` of tests and cases. */
enum {
	BACKING_ANON = 1u << BACKING_ID_ANON,
	BACKING_THP = 1u << BACKING_ID_THP,
	BACKING_HUGE_2M = 1u << BACKING_ID_HUGE_2M,
	BACKING_HUGE_32M = 1u << BACKING_ID_HUGE_32M,
	BACKING_HUGE_1G = 1u << BACKING_ID_HUGE_1G,
	BACKING_MEMFD = 1u << BACKING_ID_MEMFD,
	BACKING_FILE = 1u << BACKING_ID_FILE,
	BACKING_DEVICE = 1u << BACKING_ID_DEVICE,
	BACKING_ALL = (1u << NR_BACKINGS) - 1,
};

/*
 * The alignment in bytes of the host address and of the slot's guest address,
 * so that both sides can map huge: the page size of hugetlb, else the size of a
 * huge mapping, which is 2M with pages of 4K and 32M with pages of 16K.
 */
u64 backing_align_bytes(const struct backing *b);

/* Nobody else uses this machine's devices: backing_map() maps their memory from now on. */
void backing_own_devices(void);

/* True if this machine has a device with memory for that. */
bool backing_has_device(void);

/*
 * Call this before a fork, so that children need not find the same out again.
 */
void backing_ask(const struct backing *b);

/*
 * Map @bytes of fresh memory at *@hva: never touched, and locked against
 * reclaim as far as limits allow. Returns NULL, or why this host has no such
 * memory.
 */
const char *backing_map(const struct backing *b, u64 bytes, void **hva);

/* True if the host may map this backing's memory by huge pages. */
bool backing_is_huge(const struct backing *b);

/* True if pinned pages of this backing do not move (host/memory/still.h). */
static inline bool backing_can_be_still(const struct backing *b)
{
	return !b->memfd && !b->file && !b->device && !b->pool;
}

/*
 * Take @bytes of memory at @hva away, as a balloon does: the next read finds 0,
 * in a new page. KVM's mapping is gone for a whole area around each page,
 * aligned to *@unmapped_bytes, as a huge mapping is split. Returns NULL, or why
 * that cannot be.
 */
const char *backing_drop(const struct backing *b, void *hva, u64 bytes,
			 u64 *unmapped_bytes);

/*
 * Take write access to @bytes of memory at @hva away, and give it back. The content stays.
 * Where the host could have a huge page it takes all of that from KVM, even if there is
 * none (split_huge_pmd_if_needed() in mm/huge_memory.c): KVM's mapping may be gone for
 * areas of *@unmapped_bytes, aligned in the host. Returns NULL, or why that cannot be.
 */
const char *backing_protect(const struct backing *b, void *hva, u64 bytes,
			    u64 *unmapped_bytes);

/*
 * The same by userfaultfd, as a VMM does for a background snapshot. Who stores in between
 * waits. This needs what absent_guard() needs.
 */
const char *backing_guard(const struct backing *b, void *hva, u64 bytes,
			  u64 *unmapped_bytes);

#endif
