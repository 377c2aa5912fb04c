// SPDX-License-Identifier: GPL-2.0-only
#include "verdict/child.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void *child_shared(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		abort();
	return at;
}

bool child_run(struct verdict_page *v, void (*body)(void *arg), void *arg)
{
	int status = 0;
	pid_t pid;

	verdict_page = v;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		/* Nothing outlives the program, however it ends. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		verdict_own_thread();
		body(arg);
		verdict_pass();
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		abort();
	if (v->kind)
		return true;
	v->kind = VERDICT_ERROR;
	snprintf(v->reason, sizeof(v->reason), "it ended with status 0x%x",
		 status);
	return false;
}
