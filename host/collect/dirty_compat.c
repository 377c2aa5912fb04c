// SPDX-License-Identifier: GPL-2.0-only
#include "host/collect/dirty_compat.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "host/machine/arch.h"
#include "verdict/verdict.h"

/*
 * The structs of a 32-bit program. Its pointers have 4 bytes where the 64-bit
 * structs have 8. The other 4 bytes hold garbage here, so that a kernel that
 * takes them for a part of the address is noticed.
 */
#define NOT_ADDRESS 0xdead0000u

struct compat_get {
	u32 slot, padding;
	u32 bitmap, not_bitmap;
};

struct compat_clear {
	u32 slot, nr_pages;
	u64 first;
	u32 bitmap, not_bitmap;
};

_Static_assert(sizeof(struct compat_get) == sizeof(struct kvm_dirty_log) &&
		       sizeof(struct compat_clear) ==
			       sizeof(struct kvm_clear_dirty_log),
	       "the calls' numbers hold the sizes of their structs");

/* Memory below 4 GiB, whose address fits in 32 bits. */
static void *low_memory(u64 bytes)
{
	void *at = mmap((void *)0x20000000, bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED || (u64)at + bytes > 1ull << 32)
		verdict_error("no memory below 4 GiB");
	return at;
}

/* The bitmap lies behind the struct. */
#define BITMAP_AT 64

int dirty_compat_get(struct machine *m, u32 slot, struct pageset *set)
{
	u64 bytes = pageset_nr_words(set) * sizeof(u64);
	void *low = low_memory(BITMAP_AT + bytes);
	struct compat_get *get = low;
	int err;

	*get = (struct compat_get){
		.slot = m->slot[slot].id,
		.bitmap = (u32)(u64)(low + BITMAP_AT),
		.not_bitmap = NOT_ADDRESS,
	};
	err = arch_compat_ioctl(m->vm->fd, KVM_GET_DIRTY_LOG, get);
	memcpy(set->words, low + BITMAP_AT, bytes);
	munmap(low, BITMAP_AT + bytes);
	return err;
}

int dirty_compat_clear(struct machine *m, u32 slot, const struct pageset *set)
{
	u64 bytes = pageset_nr_words(set) * sizeof(u64);
	void *low = low_memory(BITMAP_AT + bytes);
	struct compat_clear *clear = low;
	int err;

	memcpy(low + BITMAP_AT, set->words, bytes);
	*clear = (struct compat_clear){
		.slot = m->slot[slot].id,
		.nr_pages = m->slot[slot].nr_pages,
		.bitmap = (u32)(u64)(low + BITMAP_AT),
		.not_bitmap = NOT_ADDRESS,
	};
	err = arch_compat_ioctl(m->vm->fd, (u32)KVM_CLEAR_DIRTY_LOG, clear);
	munmap(low, BITMAP_AT + bytes);
	return err;
}
