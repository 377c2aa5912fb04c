// SPDX-License-Identifier: GPL-2.0-only
/*
 * A signal that comes before a call is handled before the call, and one that comes after
 * its beginning may be late.  A tracer can stop a thread in between: at the call's entry,
 * behind the last look at signals.
 */
#include "host/scene/pending.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/collect/collect.h"
#include "host/machine/compat.h"
#include "verdict/verdict.h"

/* In the tracer. Let the caller go on to the next begin or end of a system call. */
static void to_next_stop(pid_t caller)
{
	int status;

	if (ptrace(PTRACE_SYSCALL, caller, NULL, 0) ||
	    waitpid(caller, &status, __WALL) != caller || !WIFSTOPPED(status))
		_exit(1);
}

static bool at_reset(pid_t caller)
{
	struct __ptrace_syscall_info info;

	return ptrace(PTRACE_GET_SYSCALL_INFO, caller, sizeof(info), &info) > 0 &&
	       info.op == PTRACE_SYSCALL_INFO_ENTRY &&
	       info.entry.nr == SYS_ioctl &&
	       (u32)info.entry.args[1] == KVM_RESET_DIRTY_RINGS;
}

/* A byte to @ready says that the caller's calls are seen from now on. */
static void trace(pid_t process, pid_t caller, int signal, int ready)
{
	int status;

	if (ptrace(PTRACE_SEIZE, caller, NULL, PTRACE_O_TRACESYSGOOD) ||
	    ptrace(PTRACE_INTERRUPT, caller, NULL, NULL) ||
	    waitpid(caller, &status, __WALL) != caller ||
	    write(ready, "", 1) != 1)
		_exit(1);
	do
		to_next_stop(caller);
	while (!at_reset(caller));
	syscall(SYS_tgkill, process, caller, signal);
	ptrace(PTRACE_DETACH, caller, NULL, 0);
	_exit(0);
}

u32 pending_reset(struct machine *m, int signal)
{
	pid_t process = getpid(), caller = gettid(), tracer;
	int ends[2], status;
	char byte;
	u32 freed;

	/* Where Yama is on, a process may trace its children, but not its parent. */
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
	if (pipe(ends))
		verdict_error("pipe: %s", strerror(errno));
	tracer = fork();
	if (tracer < 0)
		verdict_error("fork: %s", strerror(errno));
	if (!tracer) {
		close(ends[0]);
		trace(process, caller, signal, ends[1]);
	}
	close(ends[1]);
	if (read(ends[0], &byte, 1) != 1)
		verdict_skip("no process may trace another one here (ptrace)");
	close(ends[0]);
	freed = collect_ring_reset_beside(m);
	if (waitpid(tracer, &status, 0) != tracer || status)
		verdict_error("the tracer did not see the call");
	return freed;
}
