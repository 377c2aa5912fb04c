/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One case x collector x backing, run in a child process with a deadline.
 * Whatever becomes of the child, there is a verdict.
 */
#ifndef HOST_MAIN_JOB_H
#define HOST_MAIN_JOB_H

#include <sys/types.h>
#include <time.h>

#include "host/main/options.h"
#include "host/test.h"

struct job {
	const struct test_case *c;
	const struct collector *collector;
	const struct backing *backing;
	char name[160];
	/* while it runs, and after */
	pid_t pid;
	time_t deadline;
	int err; /* its stderr */
	bool killed; /* and its deadline is for that, then */
	char splat[256]; /* the first that the kernel log tells of it, and that
			  * its verdict does not, yet */
	bool done;
	struct verdict_page *verdict;
};

/* Fork the child. */
void job_start(const struct options *o, const struct backend *b,
	       const struct image *image, struct job *job);

/* True if it ended, by itself or at its deadline; its verdict stands then. */
bool job_reap(const struct options *o, struct job *job);

/*
 * What the kernel log says since the last call is a failure of the job, of
 * those from @from to before @to, whose thread ran into it; one of which a thread
 * died of it is ended.
 */
void job_blame_splats(const struct options *o, struct job *from,
		      struct job *to);

#endif
