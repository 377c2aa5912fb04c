// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU saves of arm64's timers those of EL1 (target/arm/machine.c), and a host
 * with VHE uses one of EL2: it waits for an interrupt that never comes, and by
 * then the time that it waits for may be over.  A timer of ours makes the
 * kernel set its CPU's only if it is earlier than that, so it asks for a time
 * that is long over.  Since 7.2 most system calls see such a time before they
 * touch a timer (hrtimer_start_range_ns_user() in kernel/time/hrtimer.c); a
 * timeout of io_uring does not (io_uring/timeout.c).
 */
#include <linux/io_uring.h>
#include <sched.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "host/tools/timers.h"

#define LONG_OVER_NS 1

static void *map(int ring, uint64_t what, size_t bytes)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
		    ring, what);
}

/* Submit a timeout and wait until it is over, with a @ring of one entry. */
static void time_out(int ring, const struct io_uring_params *params)
{
	static const struct __kernel_timespec over = { .tv_nsec = LONG_OVER_NS };
	size_t bytes = params->sq_off.array + sizeof(uint32_t);
	unsigned char *queue = map(ring, IORING_OFF_SQ_RING, bytes);
	struct io_uring_sqe *entry = map(ring, IORING_OFF_SQES, sizeof(*entry));

	if (queue != MAP_FAILED && entry != MAP_FAILED) {
		*entry = (struct io_uring_sqe){
			.opcode = IORING_OP_TIMEOUT, .fd = -1,
			.addr = (uintptr_t)&over, .len = 1,
			.timeout_flags = IORING_TIMEOUT_ABS,
		};
		*(uint32_t *)(queue + params->sq_off.array) = 0;
		__atomic_store_n((uint32_t *)(queue + params->sq_off.tail), 1,
				 __ATOMIC_RELEASE);
		syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS,
			NULL, 0);
	}
	if (queue != MAP_FAILED)
		munmap(queue, bytes);
	if (entry != MAP_FAILED)
		munmap(entry, sizeof(*entry));
}

/* This CPU's. A kernel without io_uring is left to the older way. */
static void wake(void)
{
	static const struct timespec over = { .tv_nsec = LONG_OVER_NS };
	struct io_uring_params params = { 0 };
	int ring;

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &over, NULL);
	ring = syscall(SYS_io_uring_setup, 1, &params);
	if (ring < 0)
		return;
	time_out(ring, &params);
	close(ring);
}

int timers_wake(void)
{
	cpu_set_t before, one;
	int cpu;

	if (sched_getaffinity(0, sizeof(before), &before))
		return -1;
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &before))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		if (sched_setaffinity(0, sizeof(one), &one))
			return -1;
		wake();
	}
	return sched_setaffinity(0, sizeof(before), &before);
}
