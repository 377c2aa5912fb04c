// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/absent.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <userfaultfd_util.h>

#include "host/round/run.h"

/*
 * Pages of one slot at a time, because the library's handler is given no
 * context.
 */
static struct {
	struct uffd_desc *desc;
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

static void bring(int uffd, u64 page)
{
	struct uffdio_copy copy = {
		.dst = (u64)absent.hva + page * absent.page_bytes,
		.src = (u64)absent.kept +
		       (page - absent.first) * absent.page_bytes,
		.len = absent.page_bytes,
	};

	/* If two threads want the same page, it comes once. */
	if (ioctl(uffd, UFFDIO_COPY, &copy) && errno != EEXIST)
		verdict_error("UFFDIO_COPY: %s", strerror(errno));
}

static int wanted(int mode, int uffd, struct uffd_msg *msg)
{
	u64 page = (msg->arg.pagefault.address - (u64)absent.hva) /
		   absent.page_bytes;

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
	bring(uffd, page);
	return 0;
}

void absent_begin(struct run *r, u32 slot, u64 first, u64 count)
{
	struct machine *m = r->machine;
	u64 bytes = count << m->page_shift, unmapped_bytes;
	u64 align = backing_align_bytes(r->backing);
	u64 all_bytes = m->slot[slot].nr_pages << m->page_shift;
	int uffd = syscall(__NR_userfaultfd, O_CLOEXEC);
	const char *why;
	u8 *at;

	if (uffd < 0)
		verdict_skip("userfaultfd(): %s", strerror(errno));
	close(uffd);
	absent.page_bytes = 1ul << m->page_shift;
	absent.first = first;
	absent.count = count;
	absent.hva = m->slot[slot].hva;
	at = absent.hva + (first << m->page_shift);
	absent.kept = malloc(bytes);
	memcpy(absent.kept, at, bytes);
	absent.may_come = false;
	pageset_init(&absent.wanted, m->slot[slot].nr_pages);
	/*
	 * Mappings of neighbours go, too: where the host's kernel splits an
	 * area in two, KVM loses its mappings there (vma_adjust_trans_huge()).
	 */
	absent.desc = uffd_setup_demand_paging(UFFDIO_REGISTER_MODE_MISSING, 0,
					       absent.hva,
					       (all_bytes + align - 1) / align *
						       align,
					       1, wanted);
	why = backing_drop(r->backing, at, bytes, &unmapped_bytes);
	if (why)
		verdict_skip("taking pages away: %s", why);
	m->slot[slot].still = false;
	/* Each comes as a page of its own, which the host maps writable. */
	pageset_add_range(&r->slot[slot].populated, first, count);
	pageset_del_range(&r->slot[slot].armed, first, count);
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
		bring(absent.desc->uffd, absent.first + i);
	uffd_stop_demand_paging(absent.desc);
	free(absent.kept);
	nr_wanted = pageset_count(&absent.wanted);
	pageset_free(&absent.wanted);
	return nr_wanted;
}
