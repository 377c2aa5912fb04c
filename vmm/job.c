// SPDX-License-Identifier: GPL-2.0-only
#include "vmm/job.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "verdict/child.h"

/* Seconds until a case is killed that hangs in spite of its own deadlines. */
#define CASE_S 600

static sigset_t watched;

void vmm_job_init(void)
{
	verdict_page = child_shared(sizeof(*verdict_page));
	qemu_version = child_shared(QEMU_VERSION_ROOM);
	/* What a case leaves becomes a child of this process, which ends it. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	/* Block these signals: sigtimedwait() takes them. */
	sigemptyset(&watched);
	sigaddset(&watched, SIGCHLD);
	sigaddset(&watched, SIGINT);
	sigaddset(&watched, SIGTERM);
	sigaddset(&watched, SIGHUP);
	sigprocmask(SIG_BLOCK, &watched, NULL);
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	remove(path);
	return 0;
}

static void remove_folder(const char *path)
{
	nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A folder in memory if possible, because dumps of RAM are compared there. */
static void make_folder(char *path, size_t room)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(path, room, "%s/kvm-dirty-vmm.XXXXXX", tmp ? tmp : "/tmp");
	if (mkdtemp(path))
		return;
	fprintf(stderr, "cannot make a folder %s: %s (set TMPDIR)\n", path,
		strerror(errno));
	exit(2);
}

/* Seconds until a process that was killed is left alone: one may hang in the kernel. */
#define DEATH_S 10

/*
 * Wait until the child has ended, for @seconds at the most, or until one of @signals comes,
 * which holds SIGCHLD.  Returns true if the child has ended, with its wait status in
 * *@status; else *@sig is the other signal that came, or 0 if the time is over.
 */
static bool ends_within(pid_t pid, u32 seconds, const sigset_t *signals, int *status,
			int *sig)
{
	struct timespec end, now, left = { .tv_sec = seconds };

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	while (waitpid(pid, status, WNOHANG) == 0) {
		*sig = sigtimedwait(signals, NULL, &left);
		if (*sig > 0 && *sig != SIGCHLD)
			return false;
		*sig = 0;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec >= end.tv_sec)
			return false;
		left.tv_sec = end.tv_sec - now.tv_sec;
	}
	return true;
}

/* False if the child, which was killed, does not end.  Other signals wait meanwhile. */
static bool dies(pid_t pid)
{
	sigset_t chld;
	int status, sig;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	return ends_within(pid, DEATH_S, &chld, &status, &sig);
}

/*
 * End all children.  A QEMU that dies with its case needs some time for that, and a child of
 * QEMU's, or of a script in its place, does not die with the case.
 */
static void end_orphans(void)
{
	bool goes_on = true;

	while (goes_on) {
		FILE *f = fopen("/proc/thread-self/children", "re");
		int pid;

		goes_on = f && fscanf(f, "%d", &pid) == 1;
		if (f)
			fclose(f);
		if (!goes_on)
			return;
		kill(pid, SIGKILL);
		goes_on = dies(pid);
		if (!goes_on)
			verdict_note("process %d, which the case has left, does not heed SIGKILL",
				     pid);
	}
}

static void __attribute__((noreturn))
interrupted(pid_t pid, const char *folder, int sig)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	end_orphans();
	remove_folder(folder);
	_exit(128 + sig);
}

/*
 * Wait for the child, and kill it after the deadline.  Returns its wait status.
 */
static int wait_for(pid_t pid, const char *folder, u32 seconds)
{
	int status, sig;

	if (ends_within(pid, seconds, &watched, &status, &sig))
		return status;
	if (sig)
		interrupted(pid, folder, sig);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	if (!verdict_page->kind) {
		verdict_page->kind = VERDICT_TIMEOUT;
		snprintf(verdict_page->reason, sizeof(verdict_page->reason),
			 "the case did not end in %u s", seconds);
	}
	return status;
}

/* A case and its body, for the child. */
struct beginning {
	struct vmm_run *run;
	void (*body)(struct vmm_run *r);
};

static void run_case(void *arg)
{
	const struct beginning *with = arg;

	sigprocmask(SIG_UNBLOCK, &watched, NULL);
	with->body(with->run);
}

struct verdict_page *vmm_job(struct vmm_run *r, void (*body)(struct vmm_run *r))
{
	struct beginning with = { r, body };
	struct verdict_page *v = verdict_page;
	char folder[256];
	pid_t pid;

	memset(v, 0, offsetof(struct verdict_page, tid));
	make_folder(folder, sizeof(folder));
	r->spec.dir = folder;
	/* The child's QEMUs die with it. */
	pid = child_fork(v, run_case, &with);
	if (pid > 0)
		child_ended(v, wait_for(pid, folder,
					CASE_S * r->spec.timeout_scale));
	end_orphans();
	remove_folder(folder);
	return v;
}
