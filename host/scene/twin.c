// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/twin.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/memory/still.h"
#include "host/round/run.h"

enum { SAME, CHANGED, CANNOT };

/*
 * One byte in each direction: to @done, "I have looked"; from @again, "look again
 * and end".
 */
static void __attribute__((noreturn))
keep(const u8 *hva, u64 bytes, int done, int again)
{
	u8 *kept = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char byte = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (kept == MAP_FAILED)
		_exit(CANNOT);
	memcpy(kept, hva, bytes);
	if (write(done, &byte, 1) != 1 || read(again, &byte, 1) != 1)
		_exit(CANNOT);
	_exit(memcmp(kept, hva, bytes) ? CHANGED : SAME);
}

void twin_begin(struct twin *t, struct run *r, u32 slot)
{
	struct machine_slot *s = &r->machine->slot[slot];
	u64 bytes = s->nr_pages << r->machine->page_shift;
	u64 align = backing_align_bytes(r->backing);
	u64 mapped_bytes = (bytes + align - 1) / align * align;
	int from[2], to[2];
	char byte;

	/* A pinned page would not be shared, but copied at once. */
	still_let_go(s->hva);
	s->still = false;
	if (madvise(s->hva, mapped_bytes, MADV_DOFORK) ||
	    pipe2(from, O_CLOEXEC) || pipe2(to, O_CLOEXEC))
		verdict_error("a twin: %s", strerror(errno));
	t->pid = fork();
	if (!t->pid) {
		close(from[0]);
		close(to[1]);
		keep(s->hva, bytes, from[1], to[0]);
	}
	close(from[1]);
	close(to[0]);
	t->from = from[0];
	t->to = to[1];
	if (t->pid < 0 || read(t->from, &byte, 1) != 1)
		verdict_error("a twin: %s", strerror(errno));
	madvise(s->hva, mapped_bytes, MADV_DONTFORK);
	pageset_empty(&r->slot[slot].armed);
	pageset_empty(&r->slot[slot].populated);
	r->slot[slot].mapped = false;
}

void twin_end(struct twin *t)
{
	char byte = 0;
	int status;

	if (write(t->to, &byte, 1) != 1 ||
	    waitpid(t->pid, &status, 0) != t->pid)
		verdict_error("a twin: %s", strerror(errno));
	close(t->from);
	close(t->to);
	if (!WIFEXITED(status) || WEXITSTATUS(status) == CANNOT)
		verdict_error("a twin ended with status 0x%x", status);
	if (WEXITSTATUS(status) == CHANGED)
		verdict_fail("a store has reached memory that another process shares for reading alone");
}
