// SPDX-License-Identifier: GPL-2.0-only
/*
 * Another process makes the kernel take pages of the guest away from KVM, as
 * the kernel does to move pages.
 *
 * read: at first the host maps the shared zero page for the guest.  Another
 * process writes to these pages, as a debugger does, and the kernel replaces
 * each by a copy.  The guest's next read maps the copy.  On some backends that
 * read counts as a write (allowance moved-read).  The allowance must excuse
 * exactly the moved pages, once.  Any other reported page is a failure.
 *
 * read-again: the memory is a file's.  Another process takes pages out of the file, again and
 * again.  Where a read counts as a write, the ring names a page once for each move.
 *
 * store: a store straddles two pages.  The fault on the first page marks it.
 * The fault on the second page waits, because the host must fetch that page.
 * Meanwhile the kernel takes the first page away.  So the store faults there
 * once more, and the ring names the page twice (allowance moved-again).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/round/allowance.h"
#include "host/round/moved.h"
#include "host/scene/absent.h"
#include "host/test.h"

#define FIRST_READ 3
#define NR_READ 64
#define FIRST_MOVED 10
#define NR_MOVED 10

/*
 * Write a byte of each page, with the value that it has. 0, or an errno value.
 */
static int write_bytes(const struct run *r)
{
	const struct machine *m = r->machine;
	char zero = 0;

	for (u32 i = 0; i < NR_MOVED; i++) {
		u64 at = (u64)(FIRST_MOVED + i) << m->page_shift;
		struct iovec from = { &zero, 1 };
		struct iovec to = { m->slot[0].hva + at, 1 };

		if (process_vm_writev(getppid(), &from, 1, &to, 1, 0) != 1)
			return errno;
	}
	return 0;
}

/*
 * Clear the soft-dirty bits of the test process.  To do so, the kernel takes
 * all memory of the process away from KVM: clear_refs_write() in
 * fs/proc/task_mmu.c.
 */
static int clear_refs(const struct run *r)
{
	char path[64];
	int fd;

	(void)r;
	snprintf(path, sizeof(path), "/proc/%d/clear_refs", getppid());
	fd = open(path, O_WRONLY | O_CLOEXEC);
	return fd < 0 || write(fd, "4", 1) != 1 ? errno : 0;
}

/* Take pages out of the file that this process shares with the test process. */
static int remove_pages(const struct run *r)
{
	const struct machine *m = r->machine;
	u64 unmapped_bytes;

	return backing_drop(r->backing, m->slot[0].hva + ((u64)FIRST_MOVED << m->page_shift),
			    (u64)NR_MOVED << m->page_shift, &unmapped_bytes) ? errno : 0;
}

static void by_another(const struct run *r, int (*what)(const struct run *r))
{
	int status;
	pid_t pid;

	/* Yama may forbid a child process to access its parent. */
	(void)prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
	pid = fork();
	if (!pid)
		_exit(what(r));
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		verdict_error("another process: %s", strerror(errno));
	if (status)
		verdict_skip("another process may not access the memory of this one: %s",
			     strerror(WEXITSTATUS(status)));
}

static void read_pages(struct run *r)
{
	round_queue(r, (struct stores){ .op = "read",
					.pattern = { .kind = PATTERN_RUN,
						     .first = FIRST_READ,
						     .count = NR_READ } });
}

/*
 * True if the host has moved pages by itself, besides the @own moves that the test has made.
 * When it did so is not known: a page may be moved after the harvest that should arm it.
 */
static bool host_moves(u32 own)
{
	return verdict_page->nr_moved != own;
}

static void read_moved(struct run *r)
{
	u32 want;

	round_initial(r);
	read_pages(r);
	round_run(r);
	by_another(r, write_bytes);
	read_pages(r);
	round_finish(r);
	want = allowance_applies(r, 0) ? NR_MOVED : 0;
	if (verdict_page->nr_excused != want && !host_moves(NR_MOVED))
		verdict_fail("%u pages were moved and read: an allowance excused %u pages, %u expected",
			     NR_MOVED, verdict_page->nr_excused, want);
	/* The pages are armed again. */
	for (u32 i = 0; i < 2; i++) {
		read_pages(r);
		round_finish(r);
	}
	if (verdict_page->nr_excused != want && !host_moves(NR_MOVED))
		verdict_fail("a page was excused again, but was not moved again");
	round_store(r, 0, FIRST_MOVED - 2, NR_MOVED + 4);
	round_finish(r);
	round_finish(r);
}

#define NR_AGAIN 3

static void read_again(struct run *r)
{
	u32 again = r->machine->ring_entries ? NR_AGAIN : 1, want, before;

	round_initial(r);
	read_pages(r);
	round_finish(r);
	before = verdict_page->nr_excused;
	for (u32 i = 0; i < NR_AGAIN; i++) {
		by_another(r, remove_pages);
		read_pages(r);
		round_run(r);
	}
	want = allowance_applies(r, 0) ? NR_MOVED * again : 0;
	round_finish(r);
	if (verdict_page->nr_excused - before != want && !host_moves(NR_AGAIN * NR_MOVED))
		verdict_fail("%u pages were moved and read %u times: allowances excused %u, %u expected",
			     NR_MOVED, NR_AGAIN, verdict_page->nr_excused - before, want);
	read_pages(r);
	round_finish(r);
}

static void store_moved(struct run *r)
{
	/* A KVM that emulates the store checks both pages before it stores. */
	u32 want = r->machine->ring_entries && !r->backend->software;
	u32 excused, times;

	round_initial(r);
	absent_begin(r, 0, FIRST_MOVED + 1, 1);
	round_queue(r, (struct stores){ .op = "store-64",
					.offset_bytes = -4,
					.pattern = { .kind = PATTERN_RUN,
						     .first = FIRST_MOVED,
						     .count = 1 } });
	round_go(r);
	absent_wait();
	by_another(r, clear_refs);
	absent_bring();
	round_wait(r);
	absent_end();
	times = moved_times(r, 0, FIRST_MOVED);
	round_report(r);
	excused = verdict_page->nr_excused;
	/* A real processor may look at the second page first, and then the first is marked once. */
	if (excused != want && !(excused < want && !r->backend->emulated) && times == 1)
		verdict_fail("a page was moved under a store: an allowance excused %u entries, %u expected",
			     excused, want);
	round_finish(r);
	round_store(r, 0, FIRST_MOVED, 2);
	round_finish(r);
}

/*
 * With shadow paging a read maps a page writable if the guest's entry is dirty.
 */
#define READ .run = read_moved, .start = START_FRESH, .guest_pte_dirty = true

static const struct test_case cases[] = {
	{ .name = "read", READ },
	{ .name = "read-again", .run = read_again, .start = START_FRESH,
	  .guest_pte_dirty = true, .backings = BACKING_MEMFD },
	{ .name = "store", .run = store_moved },
	{ .name = "store-populated", .run = store_moved, .start = START_POPULATED },
	/* a page that was read and not moved, but is reported */
	{ .name = "finds-extra-bit", READ, .fault = "extra-bit",
	  .says = "spurious 1 page: ",
	  .collectors = COLLECT_BITMAP | COLLECT_CLEAR },
};

const struct test test = {
	.name = "moved",
	.about = "pages that the host moves are excused, and no others",
	.clauses = "S1",
	.needs = NEED_MOVES,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
};
