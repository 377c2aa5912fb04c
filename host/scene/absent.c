// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/absent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/round/run.h"

#ifndef UFFDIO_REGISTER_MODE_RWP /* Linux 7.3 */
#define UFFD_FEATURE_RWP (1 << 17)
#define UFFDIO_REGISTER_MODE_RWP (1ull << 3)
#define UFFDIO_RWPROTECT_MODE_RWP (1ull << 0)
struct uffdio_rwprotect {
	struct uffdio_range range;
	__u64 mode;
};
#define UFFDIO_RWPROTECT _IOWR(UFFDIO, 0x09, struct uffdio_rwprotect)
#endif

/* GUARDED: they are there, and nobody may write to them; HIDDEN: nor read them. */
enum how { GONE, GUARDED, HIDDEN };

static const struct {
	u64 feature, mode;
	const char *missing;
} ways[] = {
	[GONE] = { 0, UFFDIO_REGISTER_MODE_MISSING, NULL },
	[GUARDED] = { UFFD_FEATURE_PAGEFAULT_FLAG_WP, UFFDIO_REGISTER_MODE_WP,
		      "userfaultfd does not protect memory here" },
	[HIDDEN] = { UFFD_FEATURE_RWP, UFFDIO_REGISTER_MODE_RWP,
		     "userfaultfd does not hide memory here, as since Linux 7.3" },
};

/* Pages of one slot at a time. */
static struct {
	enum how how;
	int uffd;
	int stop[2]; /* a pipe; its end tells the thread to end */
	pthread_t thread;
	u8 *hva;  /* memory of the slot */
	u8 *kept; /* the pages' content */
	u64 page_bytes, first, count;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool may_come;
	struct pageset wanted;
} absent = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER,
};

static void protect(u64 first, u64 count, bool on)
{
	struct uffdio_range range = {
		.start = (u64)absent.hva + first * absent.page_bytes,
		.len = count * absent.page_bytes,
	};
	struct uffdio_writeprotect guard = {
		.range = range,
		.mode = on ? UFFDIO_WRITEPROTECT_MODE_WP : 0,
	};
	struct uffdio_rwprotect hide = {
		.range = range,
		.mode = on ? UFFDIO_RWPROTECT_MODE_RWP : 0,
	};

	if (absent.how == HIDDEN ? ioctl(absent.uffd, UFFDIO_RWPROTECT, &hide) :
				   ioctl(absent.uffd, UFFDIO_WRITEPROTECT, &guard))
		verdict_error("userfaultfd, protecting memory: %s", strerror(errno));
}

static void bring(u64 page)
{
	struct uffdio_copy copy = {
		.dst = (u64)absent.hva + page * absent.page_bytes,
		.src = (u64)absent.kept +
		       (page - absent.first) * absent.page_bytes,
		.len = absent.page_bytes,
	};

	if (absent.how != GONE) {
		protect(page, 1, false);
		return;
	}
	/* If two threads want the same page, it comes once. */
	if (ioctl(absent.uffd, UFFDIO_COPY, &copy) && errno != EEXIST)
		verdict_error("UFFDIO_COPY: %s", strerror(errno));
}

static void wanted(u64 page)
{
	if (page - absent.first >= absent.count)
		verdict_error("page %lu was not there, either", page);
	pthread_mutex_lock(&absent.lock);
	/*
	 * The same thread may ask again, after a signal interrupted its wait.
	 */
	pageset_add(&absent.wanted, page);
	pthread_cond_broadcast(&absent.changed);
	while (!absent.may_come)
		pthread_cond_wait(&absent.changed, &absent.lock);
	pthread_mutex_unlock(&absent.lock);
	bring(page);
}

/* Serve who touches a page, until the pipe ends. */
static void *serve(void *arg)
{
	(void)arg;
	for (;;) {
		struct pollfd fds[] = {
			{ .fd = absent.stop[0] },
			{ .fd = absent.uffd, .events = POLLIN },
		};
		struct uffd_msg msg;

		if (poll(fds, 2, -1) < 0)
			continue; /* a signal */
		if (fds[0].revents)
			return NULL;
		/* Who waited may be gone: a signal ended the wait. */
		if (read(absent.uffd, &msg, sizeof(msg)) != sizeof(msg)) {
			if (errno != EAGAIN)
				verdict_error("userfaultfd: %s",
					      strerror(errno));
			continue;
		}
		wanted((msg.arg.pagefault.address - (u64)absent.hva) /
		       absent.page_bytes);
	}
}

static void watch(u8 *hva, u64 bytes)
{
	struct uffdio_api api = {
		.api = UFFD_API,
		.features = ways[absent.how].feature,
	};
	struct uffdio_register range = {
		.range = { .start = (u64)hva, .len = bytes },
		.mode = ways[absent.how].mode,
	};

	if (ioctl(absent.uffd, UFFDIO_API, &api)) {
		if (ways[absent.how].missing && errno == EINVAL)
			verdict_skip("%s", ways[absent.how].missing);
		verdict_error("UFFDIO_API: %s", strerror(errno));
	}
	if (ioctl(absent.uffd, UFFDIO_REGISTER, &range))
		verdict_error("UFFDIO_REGISTER: %s", strerror(errno));
	if (pipe2(absent.stop, O_CLOEXEC))
		verdict_error("pipe2: %s", strerror(errno));
	errno = pthread_create(&absent.thread, NULL, serve, NULL);
	if (errno)
		verdict_error("pthread_create: %s", strerror(errno));
}

/* The pages are watched from now on. */
static void begin(struct run *r, u32 slot, u64 first, u64 count, enum how how)
{
	struct machine *m = r->machine;
	u64 align = backing_align_bytes(r->backing);
	u64 all_bytes = m->slot[slot].nr_pages << m->page_shift;

	if (r->backing->device)
		verdict_skip("userfaultfd does not know a device's memory");
	absent.uffd = syscall(__NR_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (absent.uffd < 0)
		verdict_skip("userfaultfd(): %s", strerror(errno));
	absent.how = how;
	absent.page_bytes = 1ul << m->page_shift;
	absent.first = first;
	absent.count = count;
	absent.hva = m->slot[slot].hva;
	absent.kept = NULL;
	absent.may_come = false;
	pageset_init(&absent.wanted, m->slot[slot].nr_pages);
	/*
	 * Mappings of neighbours go, too: where the host's kernel splits an
	 * area in two, KVM loses its mappings there (vma_adjust_trans_huge()).
	 */
	watch(absent.hva, (all_bytes + align - 1) / align * align);
	pageset_del_range(&r->slot[slot].armed, first, count);
}

void absent_begin(struct run *r, u32 slot, u64 first, u64 count)
{
	struct machine *m = r->machine;
	u64 bytes = count << m->page_shift, unmapped_bytes;
	const char *why;
	u8 *at;

	begin(r, slot, first, count, GONE);
	at = absent.hva + (first << m->page_shift);
	absent.kept = malloc(bytes);
	memcpy(absent.kept, at, bytes);
	why = backing_drop(r->backing, at, bytes, &unmapped_bytes);
	if (why)
		verdict_skip("taking pages away: %s", why);
	m->slot[slot].still = false;
	/* Each comes as a page of its own, which the host maps writable. */
	pageset_add_range(&r->slot[slot].populated, first, count);
}

void absent_guard(struct run *r, u32 slot, u64 first, u64 count)
{
	begin(r, slot, first, count, GUARDED);
	protect(first, count, true);
	/* The host maps them read-only, so a read maps them so. */
	pageset_del_range(&r->slot[slot].populated, first, count);
}

void absent_hide(struct run *r, u32 slot, u64 first, u64 count)
{
	begin(r, slot, first, count, HIDDEN);
	protect(first, count, true);
	/* They are mapped writable when they come, as they were. */
	pageset_add_range(&r->slot[slot].populated, first, count);
}

void absent_wait(void)
{
	pthread_mutex_lock(&absent.lock);
	while (pageset_is_empty(&absent.wanted))
		pthread_cond_wait(&absent.changed, &absent.lock);
	pthread_mutex_unlock(&absent.lock);
}

void absent_bring(void)
{
	pthread_mutex_lock(&absent.lock);
	absent.may_come = true;
	pthread_cond_broadcast(&absent.changed);
	pthread_mutex_unlock(&absent.lock);
}

u64 absent_end(void)
{
	u64 nr_wanted;

	for (u64 i = 0; i < absent.count; i++)
		bring(absent.first + i);
	close(absent.stop[1]);
	pthread_join(absent.thread, NULL);
	close(absent.stop[0]);
	close(absent.uffd);
	free(absent.kept);
	nr_wanted = pageset_count(&absent.wanted);
	pageset_free(&absent.wanted);
	return nr_wanted;
}
