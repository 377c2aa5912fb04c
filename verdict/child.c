// SPDX-License-Identifier: GPL-2.0-only
#include "verdict/child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void *child_shared(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		abort();
	return at;
}

static u64 now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ull + t.tv_nsec / 1000000;
}

pid_t child_fork(struct verdict_page *v, void (*body)(void *arg), void *arg)
{
	pid_t pid;

	fflush(stdout);
	v->begun_ms = now_ms();
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		verdict_page = v;
		verdict_own_thread();
		body(arg);
		verdict_pass();
	}
	if (pid < 0) {
		v->kind = VERDICT_ERROR;
		snprintf(v->reason, sizeof(v->reason), "fork: %s",
			 verdict_errno(errno));
	}
	return pid;
}

void child_ended(struct verdict_page *v, int status)
{
	v->took_ms = now_ms() - v->begun_ms;
	if (v->kind)
		return;
	v->kind = VERDICT_ERROR;
	if (WIFSIGNALED(status))
		snprintf(v->reason, sizeof(v->reason),
			 "the test crashed, signal %d", WTERMSIG(status));
	else
		snprintf(v->reason, sizeof(v->reason),
			 "the test ended without a verdict, exit code %d",
			 WEXITSTATUS(status));
}

bool child_run(struct verdict_page *v, void (*body)(void *arg), void *arg)
{
	pid_t pid = child_fork(v, body, arg);
	int status = 0;
	bool left_one;

	verdict_page = v;
	if (pid > 0 && waitpid(pid, &status, 0) != pid)
		abort();
	left_one = v->kind && pid > 0;
	child_ended(v, status);
	return left_one;
}
