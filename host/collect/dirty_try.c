// SPDX-License-Identifier: GPL-2.0-only
#include "host/collect/dirty_try.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/machine/compat.h"
#include "host/machine/machine.h"
#include "verdict/verdict.h"

_Static_assert(TRY_LOG == KVM_MEM_LOG_DIRTY_PAGES &&
		       TRY_READONLY == KVM_MEM_READONLY,
	       "the flags of a slot are KVM's");

int dirty_try_get(struct machine *m, u32 id, void *bitmap)
{
	/* KVM does not look at the padding (clause G15). */
	struct kvm_dirty_log log = { .slot = id,
				     .padding1 = ~0u,
				     .dirty_bitmap = bitmap };

	return __vm_ioctl(m->vm, KVM_GET_DIRTY_LOG, &log) ? errno : 0;
}

int dirty_try_clear(struct machine *m, u32 id, const void *bitmap, u64 first,
		    u32 nr_pages)
{
	struct kvm_clear_dirty_log log = {
		.slot = id,
		.dirty_bitmap = (void *)bitmap,
		.first_page = first,
		.num_pages = nr_pages,
	};

	return __vm_ioctl(m->vm, KVM_CLEAR_DIRTY_LOG, &log) ? errno : 0;
}

u32 dirty_try_nr_slots(struct machine *m)
{
	return __vm_ioctl(m->vm, KVM_CHECK_EXTENSION,
			  (void *)KVM_CAP_NR_MEMSLOTS);
}

int dirty_try_reset(struct machine *m)
{
	return __vm_ioctl(m->vm, KVM_RESET_DIRTY_RINGS, NULL) < 0 ? errno : 0;
}

int dirty_try_enable(struct machine *m, enum dirty_try_cap cap, u32 flags,
		     u64 arg)
{
	static const u32 caps[] = {
		[TRY_MANUAL] = KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2,
		[TRY_MANUAL_OLD] = KVM_CAP_MANUAL_DIRTY_LOG_PROTECT,
		[TRY_RING] = KVM_CAP_DIRTY_LOG_RING_ACQ_REL,
		[TRY_RING_BITMAP] = KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP,
		[TRY_CHUNK] = KVM_CAP_ARM_EAGER_SPLIT_CHUNK_SIZE,
	};
	struct kvm_enable_cap enable = {
		.cap = caps[cap],
		.flags = flags,
		.args[0] = arg,
	};

	return __vm_ioctl(m->vm, KVM_ENABLE_CAP, &enable) ? errno : 0;
}

bool dirty_try_same(struct machine *m, u64 page, u64 nr)
{
	u64 bytes = nr << m->page_shift;
	void *at = mmap(NULL, bytes, PROT_READ, MAP_SHARED, m->vcpu[0].kvm->fd,
			(KVM_DIRTY_LOG_PAGE_OFFSET + page) << m->page_shift);
	bool same;

	if (at == MAP_FAILED)
		verdict_error("mmap of pages of the ring: %s", strerror(errno));
	same = !memcmp(at, (u8 *)m->vcpu[0].ring + (page << m->page_shift), bytes);
	munmap(at, bytes);
	return same;
}

int dirty_try_map(struct machine *m, u64 page, u64 nr, int prot, int flags)
{
	u64 page_bytes = 1ull << m->page_shift;
	u8 *at = mmap(NULL, nr * page_bytes, prot, flags, m->vcpu[0].kvm->fd,
		      (KVM_DIRTY_LOG_PAGE_OFFSET + page) * page_bytes);
	int pipes[2];
	int err;

	if (at == MAP_FAILED)
		return errno;
	if (pipe(pipes))
		verdict_error("pipe: %s", strerror(errno));
	/*
	 * The kernel reads the page, so that a missing page is EFAULT and no
	 * signal.
	 */
	err = write(pipes[1], at + (nr - 1) * page_bytes, 1) == 1 ? 0 : errno;
	close(pipes[0]);
	close(pipes[1]);
	munmap(at, nr * page_bytes);
	return err;
}

_Static_assert(TRY_MEMFD == KVM_MEM_GUEST_MEMFD, "the flags of a slot are KVM's");

static int asks(struct machine *m, long cap)
{
	return __vm_ioctl(m->vm, KVM_CHECK_EXTENSION, (void *)cap);
}

/*
 * Memory that the host may map, where KVM has such: on arm64 a slot takes no other
 * (kvm_arch_prepare_memory_region(), arch/arm64/kvm/mmu.c).
 */
int dirty_try_memfd(struct machine *m, u64 bytes)
{
	struct kvm_create_guest_memfd memfd = { .size = bytes };
	int fd;

	if (!asks(m, KVM_CAP_GUEST_MEMFD))
		verdict_skip("KVM_CAP_GUEST_MEMFD is 0");
	memfd.flags = asks(m, KVM_CAP_GUEST_MEMFD_FLAGS) &
		      (GUEST_MEMFD_FLAG_MMAP | GUEST_MEMFD_FLAG_INIT_SHARED);
	fd = __vm_ioctl(m->vm, KVM_CREATE_GUEST_MEMFD, &memfd);
	if (fd < 0)
		verdict_fail("KVM_CREATE_GUEST_MEMFD of 0x%lx bytes: %s", bytes,
			     strerror(errno));
	return fd;
}

static int memfd_slot(struct machine *m, const struct dirty_try_slot *slot)
{
	struct kvm_userspace_memory_region2 region = {
		.slot = slot->id,
		.flags = slot->flags,
		.guest_phys_addr = slot->gpa,
		.memory_size = slot->bytes,
		.userspace_addr = (unsigned long)slot->hva,
		.guest_memfd = slot->memfd,
	};

	return __vm_ioctl(m->vm, KVM_SET_USER_MEMORY_REGION2, &region) ? errno :
									 0;
}

int dirty_try_slot(struct machine *m, const struct dirty_try_slot *slot)
{
	struct kvm_userspace_memory_region region = {
		.slot = slot->id,
		.flags = slot->flags,
		.guest_phys_addr = slot->gpa,
		.memory_size = slot->bytes,
		.userspace_addr = (unsigned long)slot->hva,
	};

	int err = slot->flags & TRY_MEMFD ? memfd_slot(m, slot) : ENOTTY;

	/* Before Linux 6.8 the flag is one that KVM does not know, for the older call. */
	if (err != ENOTTY)
		return err;
	return __vm_ioctl(m->vm, KVM_SET_USER_MEMORY_REGION, &region) ? errno :
									0;
}
