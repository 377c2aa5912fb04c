// SPDX-License-Identifier: GPL-2.0-only
#include "host/memory/backing.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/memory/ivshmem.h"
#include "host/memory/thp.h"
#include "host/memory/unmapped.h"

#define MIB (1ull << 20)
#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED 24 /* Linux 5.18 */
#endif
#define POOL "/sys/kernel/mm/hugepages/hugepages-"
#define HUGE(shift) (MAP_HUGETLB | (shift) << MAP_HUGE_SHIFT)

const struct backing backings[] = {
	[BACKING_ID_ANON] = {
		.name = "anon",
		.advice = MADV_NOHUGEPAGE,
		.mmap_flags = MAP_PRIVATE | MAP_ANONYMOUS,
	},
	[BACKING_ID_THP] = {
		.name = "thp",
		.advice = MADV_HUGEPAGE,
		.mmap_flags = MAP_PRIVATE | MAP_ANONYMOUS,
	},
	[BACKING_ID_HUGE_2M] = {
		.name = "huge2m",
		.align_bytes = 2 * MIB,
		.mmap_flags = MAP_PRIVATE | MAP_ANONYMOUS | HUGE(21),
		.read_allocates = true,
		.pool = POOL "2048kB",
	},
	[BACKING_ID_HUGE_32M] = {
		.name = "huge32m",
		.align_bytes = 32 * MIB,
		.mmap_flags = MAP_PRIVATE | MAP_ANONYMOUS | HUGE(25),
		.read_allocates = true,
		.pool = POOL "32768kB",
	},
	[BACKING_ID_HUGE_1G] = {
		.name = "huge1g",
		.align_bytes = 1024 * MIB,
		.mmap_flags = MAP_PRIVATE | MAP_ANONYMOUS | HUGE(30),
		.read_allocates = true,
		.pool = POOL "1048576kB",
	},
	[BACKING_ID_MEMFD] = {
		.name = "memfd",
		.advice = MADV_NOHUGEPAGE,
		.mmap_flags = MAP_SHARED,
		.memfd = true,
		.read_allocates = true,
	},
	[BACKING_ID_FILE] = {
		.name = "file",
		.advice = MADV_NOHUGEPAGE,
		.mmap_flags = MAP_SHARED,
		.file = true,
		.read_allocates = true,
	},
	[BACKING_ID_DEVICE] = {
		.name = "device",
		.mmap_flags = MAP_SHARED,
		.device = true,
		.read_allocates = true,
	},
	[NR_BACKINGS] = {}
};

u64 backing_align_bytes(const struct backing *b)
{
	u64 page_size = getpagesize();

	/* A table of KVM's or of the host's is a page of 8-byte entries. */
	return b->align_bytes ? b->align_bytes : page_size / 8 * page_size;
}

bool backing_is_huge(const struct backing *b)
{
	return b->pool || b->advice == MADV_HUGEPAGE;
}

/* Which file is mapped where, for backing_drop(). */
static struct file_map {
	u8 *at;
	u64 bytes;
	int fd;
} files[16];
static u32 nr_files;

static bool own_devices;

static char reason[256];

static const char *because(const char *what)
{
	snprintf(reason, sizeof(reason), "%s: %s", what, strerror(errno));
	return reason;
}

/* A file without a name, on a file system with an ordinary page cache. */
static int temp_file(void)
{
	static const char *const dirs[] = { "/var/tmp", "/tmp", "." };
	int fd = -1;

	for (u32 i = 0; i < ARRAY_LEN(dirs) && fd < 0; i++)
		fd = open(dirs[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return fd;
}

static const char *pool_short(const struct backing *b, u64 pages)
{
	unsigned long free_pages = 0;
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/free_hugepages", b->pool);
	f = fopen(path, "r");
	if (!f)
		return because(path);
	if (fscanf(f, "%lu", &free_pages) != 1)
		free_pages = 0;
	fclose(f);
	if (free_pages >= pages)
		return NULL;
	snprintf(reason, sizeof(reason), "free_hugepages is %lu, %lu needed",
		 free_pages, pages);
	return reason;
}

/*
 * A hint for the kernel where to map the next @bytes: in an area that no other
 * process uses, unless 4096 processes began meanwhile (host/memory/unmapped.h).
 */
static void *next_in_area(u64 bytes)
{
	static pid_t owner;
	static u64 next;
	u64 at;

	if (owner != getpid()) {
		owner = getpid();
		next = (16ull << 40) + owner % 4096 * UNMAPPED_AREA_BYTES;
	}
	at = next;
	next += bytes;
	return (void *)at;
}

void backing_own_devices(void)
{
	own_devices = true;
}

bool backing_has_device(void)
{
	int fd = ivshmem_open();

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void backing_ask(const struct backing *b)
{
	if (b->advice == MADV_HUGEPAGE)
		thp_missing();
}

const char *backing_map(const struct backing *b, u64 bytes, void **hva)
{
	u64 align = backing_align_bytes(b);
	u64 size = (bytes + align - 1) & ~(align - 1);
	static u64 device_next; /* of this process; cases do not run side by side */
	u64 from = 0;
	int fd = -1;
	char *start;
	char *at;

	if (b->advice == MADV_HUGEPAGE && thp_missing())
		return thp_missing();
	if (b->pool) {
		const char *why = pool_short(b, size / align);

		if (why)
			return why;
	}
	if (b->memfd)
		fd = memfd_create("guest", MFD_CLOEXEC);
	else if (b->file)
		fd = temp_file();
	if (b->device) {
		if (!own_devices)
			return "the devices of this machine are not the gate's";
		fd = ivshmem_open();
		if (fd < 0)
			return because("a device that lends its memory");
		from = device_next;
		device_next += size;
	}
	if (b->memfd || b->file) {
		if (fd < 0)
			return because(b->memfd ? "memfd_create" : "O_TMPFILE");
		if (ftruncate(fd, size))
			return because("ftruncate");
	}

	/* Reserve too much, then map over the part that is aligned. */
	start = mmap(next_in_area(size + align), size + align, PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (start == MAP_FAILED)
		return because("mmap");
	at = (char *)(((uintptr_t)start + align - 1) & ~(uintptr_t)(align - 1));
	at = mmap(at, size, PROT_READ | PROT_WRITE, b->mmap_flags | MAP_FIXED,
		  fd, from);
	if (at == MAP_FAILED)
		return because("mmap");
	if (b->device)
		memset(at, 0, size);
	if (fd >= 0 && !b->device && nr_files < ARRAY_LEN(files))
		files[nr_files++] = (struct file_map){ (u8 *)at, size, fd };
	else if (fd >= 0)
		close(fd);
	unmapped_begin(at, size);
	/* EINVAL: a kernel without THP has nothing to advise about */
	if (b->advice && madvise(at, size, b->advice) && errno != EINVAL)
		return because("madvise");
	/* A fork would write-protect it all, and KVM drop its mappings. */
	if (madvise(at, size, MADV_DONTFORK))
		return because("madvise");
	/*
	 * This does not populate. Beyond RLIMIT_MEMLOCK the memory stays
	 * unlocked.
	 */
	(void)mlock2(at, size, MLOCK_ONFAULT);
	*hva = at;
	return NULL;
}

const char *backing_drop(const struct backing *b, void *hva, u64 bytes,
			 u64 *unmapped_bytes)
{
	const struct file_map *f = files;

	*unmapped_bytes = b->advice == MADV_HUGEPAGE ? backing_align_bytes(b) :
						       (u64)getpagesize();
	while (f < files + nr_files && (u64)((u8 *)hva - f->at) >= f->bytes)
		f++;
	if (f < files + nr_files)
		return fallocate(f->fd, FALLOC_FL_PUNCH_HOLE |
						FALLOC_FL_KEEP_SIZE,
				 (u8 *)hva - f->at, bytes) ?
			       because("FALLOC_FL_PUNCH_HOLE") : NULL;
	/* munlock() and mlock() instead would unmap the whole area. */
	return madvise(hva, bytes, MADV_DONTNEED_LOCKED) ?
		       because("MADV_DONTNEED_LOCKED") : NULL;
}

const char *backing_protect(const struct backing *b, void *hva, u64 bytes,
			    u64 *unmapped_bytes)
{
	u64 page = b->pool ? b->align_bytes : (u64)getpagesize();
	u8 *from = (u8 *)((uintptr_t)hva / page * page);
	u64 all = ((u8 *)hva + bytes - from + page - 1) / page * page;

	*unmapped_bytes = backing_align_bytes(b);
	return mprotect(from, all, PROT_READ) ||
			       mprotect(from, all, PROT_READ | PROT_WRITE) ?
		       strerror(errno) : NULL;
}

const char *backing_guard(const struct backing *b, void *hva, u64 bytes,
			  u64 *unmapped_bytes)
{
	struct uffdio_api api = {
		.api = UFFD_API,
		.features = UFFD_FEATURE_PAGEFAULT_FLAG_WP,
	};
	struct uffdio_register all = {
		.range = { .start = (uintptr_t)hva, .len = bytes },
		.mode = UFFDIO_REGISTER_MODE_WP,
	};
	struct uffdio_writeprotect on = {
		.range = all.range,
		.mode = UFFDIO_WRITEPROTECT_MODE_WP,
	};
	struct uffdio_writeprotect off = { .range = all.range };
	int fd = syscall(__NR_userfaultfd, O_CLOEXEC);
	const char *why = NULL;

	*unmapped_bytes = backing_align_bytes(b);
	if (fd < 0)
		return strerror(errno);
	if (ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &all) ||
	    ioctl(fd, UFFDIO_WRITEPROTECT, &on) ||
	    ioctl(fd, UFFDIO_WRITEPROTECT, &off))
		why = strerror(errno);
	close(fd);
	return why;
}
