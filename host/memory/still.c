// SPDX-License-Identifier: GPL-2.0-only
#include "host/memory/still.h"

#include <linux/mempolicy.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef PR_SET_MEMORY_MERGE
#define PR_SET_MEMORY_MERGE 67 /* Linux 6.4 */
#endif

/*
 * <linux/io_uring.h> and the kernel's tools/include exclude each other. This is
 * struct io_uring_params, of which no field is needed:
 */
struct params {
	u32 words[30];
};
#define REGISTER_BUFFERS 0   /* IORING_REGISTER_BUFFERS */
#define UNREGISTER_BUFFERS 1 /* IORING_UNREGISTER_BUFFERS */

/*
 * The most that io_uring takes in one buffer, and the most buffers
 * (io_uring/rsrc.c).
 */
#define BUFFER_BYTES (1ull << 30)
#define MAX_BUFFERS 1024

/*
 * Memory is pinned until its io_uring lets it go.  The io_uring stays open for the next
 * memory: some time after a close the kernel interrupts this process as a signal would
 * (io_ring_exit_work(), TWA_SIGNAL), and cuts calls short.
 */
static struct pinned {
	void *hva;
	bool open;
	int ring;
} pinned[16];

bool still_process(void)
{
	struct rlimit limit;

	/*
	 * EINVAL: this kernel does not know PR_SET_MEMORY_MERGE, so nobody has
	 * set it.
	 */
	(void)prctl(PR_SET_MEMORY_MERGE, 0, 0, 0, 0);
	if (!getrlimit(RLIMIT_MEMLOCK, &limit)) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_MEMLOCK, &limit);
	}
	/*
	 * Memory of the nearest node: the same as the default, but stated as a
	 * policy.
	 */
	return !syscall(__NR_set_mempolicy, MPOL_LOCAL, NULL, 0) ||
	       access("/proc/sys/kernel/numa_balancing", F_OK);
}

static bool register_buffers(int ring, u8 *hva, u64 bytes)
{
	struct iovec buffer[MAX_BUFFERS];
	u32 nr = 0;

	for (; bytes && nr < MAX_BUFFERS; nr++) {
		u64 now = bytes < BUFFER_BYTES ? bytes : BUFFER_BYTES;

		buffer[nr] = (struct iovec){ hva, now };
		hva += now;
		bytes -= now;
	}
	return !bytes && !syscall(__NR_io_uring_register, ring,
				  REGISTER_BUFFERS, buffer, nr);
}

bool still_pin(void *hva, u64 bytes)
{
	struct params params = {};
	struct pinned *p = pinned;

	while (p < pinned + ARRAY_LEN(pinned) && p->hva)
		p++;
	if (p == pinned + ARRAY_LEN(pinned))
		return false;
	if (!p->open)
		p->ring = syscall(__NR_io_uring_setup, 1, &params);
	p->open = p->ring >= 0;
	if (!p->open || !register_buffers(p->ring, hva, bytes))
		return false;
	p->hva = hva;
	return true;
}

void still_let_go(void *hva)
{
	for (u32 i = 0; i < ARRAY_LEN(pinned); i++) {
		if (!hva || pinned[i].hva != hva)
			continue;
		syscall(__NR_io_uring_register, pinned[i].ring,
			UNREGISTER_BUFFERS, NULL, 0);
		pinned[i].hva = NULL;
	}
}
