/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One case with one collector on one backing, run in a child process with a
 * deadline. Whatever happens to the child, there is a verdict.
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
	time_t begun, deadline;
	time_t told; /* when it was last said that the job waits for a CPU */
	u64 *forgotten_ns; /* of each thread of the verdict, a wait for a CPU that no longer
			    * counts; NULL: none */
	int err; /* its stderr */
	bool killed; /* the deadline is that of SIGKILL now */
	char splat[256]; /* the first splat of this job that is not in its
			  * verdict yet; one that counts goes first */
	bool splat_aside; /* that splat does not count */
	bool done;
	struct verdict_page *verdict;
};

/* Fork the child. */
void job_start(const struct options *o, const struct backend *b,
	       const struct image *image, struct job *job);

/*
 * True if the job has ended, by itself or at its deadline. Its verdict stands
 * then.
 */
bool job_reap(const struct options *o, struct job *job);

/*
 * Read new kernel splats. Each fails the job in [@from, @to) that owns the
 * offending thread. After an oops that thread is dead, so the job is killed
 * too.
 */
void job_blame_splats(const struct options *o, struct job *from,
		      struct job *to);

#endif
