// SPDX-License-Identifier: GPL-2.0-only
/*
 * main() of every test program: runs each case with each collector on each
 * backing, several at a time, and reports them in the order of the plan.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "host/main/rows.h"
#include "host/main/soak.h"
#include "host/memory/still.h"
#include "host/memory/unmapped.h"
#include "host/memory/vmstat.h"
#include "verdict/kmsg.h"
#include "verdict/report.h"

static struct job *jobs;
static u32 nr_jobs;
static struct soak soak;

static void replay_command(const struct options *o, const struct job *job,
			   char *to, size_t room)
{
	const char *prefix = getenv("KVM_DIRTY_REPLAY");
	const char *steps = job->verdict->steps;
	unsigned long seed = o->seed;

	if (prefix)
		snprintf(to, room, "%s --seed %lu%s%s '%s'", prefix, seed,
			 *steps ? " --steps " : "", steps, job->name);
	else
		snprintf(to, room, "%s -c %s -C %s -b %s -s %lu%s%s%s%s",
			 o->program, job->c->name, job->collector->name,
			 job->backing->name, seed, o->fault ? " -F " : "",
			 o->fault ? o->fault : "", *steps ? " -S " : "", steps);
}

static void print_job(const struct options *o, const struct backend *b,
		      const struct job *job)
{
	struct known_facts facts = backend_facts(b);
	char replay[2048];

	facts.lost = job->verdict->lost;
	replay_command(o, job, replay, sizeof(replay));
	report_case(job - jobs + 1, job->name, job->verdict,
		    known_find(test.name, job->c->name, job->collector->name,
			       job->backing->name, &facts),
		    o->known_is_expected, replay);
	soak_add(&soak, job->verdict);
	munmap(job->verdict, sizeof(*job->verdict));
}

/* Jobs that still run are not in the sum yet. */
static void print_soak(const struct job *from, const struct job *to)
{
	struct soak now;

	if (!soak_is_due(&soak))
		return;
	now = soak;
	for (; from < to; from++)
		soak_add(&now, from->verdict);
	soak_print(&now);
}

/* Divide the time of the soak among the jobs. */
static void share_soak(struct options *o, u32 nr_parallel)
{
	u32 nr_turns = (nr_jobs + nr_parallel - 1) / nr_parallel;

	if (o->soak_s)
		o->soak_s = (o->soak_s + nr_turns - 1) / nr_turns;
	soak_begin(&soak);
}

/*
 * Run up to @nr_parallel jobs at a time, and report them in the order of the
 * plan.
 */
static void run_jobs(const struct options *o, const struct backend *b,
		     const struct image *image, u32 nr_parallel)
{
	struct job *print = jobs, *next = jobs, *end = jobs + nr_jobs;
	struct timespec second = { .tv_sec = 1 };
	u32 nr_running = 0;
	sigset_t chld;

	/* Blocked, so that sigtimedwait() can have it. */
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	while (print < end) {
		bool reaped = false;

		for (; next < end && nr_running < nr_parallel; nr_running++)
			job_start(o, b, image, next++);
		for (struct job *job = print; job < next; job++) {
			if (job->done || !job_reap(o, job))
				continue;
			nr_running--;
			reaped = true;
		}
		if (o->soak_s)
			print_soak(print, next);
		job_blame_splats(o, print, next);
		if (!reaped) {
			sigtimedwait(&chld, NULL, &second);
			continue;
		}
		for (; print < next && print->done; print++)
			print_job(o, b, print);
		if (report_is_lost())
			exit(2);
	}
}

/* What the results were obtained on, and what is looked at besides pages. */
static void report_conditions(const struct backend *b, const struct options *o)
{
	const char *unseen;

	backend_report(b);
	report_fact("kernel log", "%s%s%s", kmsg_open() ? "checked" : "not checked",
		    o->emulators ? ", but not for " : "",
		    o->emulators ? o->emulators : "");
	report_fact("seed", "%lu", o->seed);
	unseen = unmapped_watch(still_process());
	report_fact("moves of memory", "%s%s", unseen ? "not seen, " : "seen",
		    unseen ? unseen : "");
}

int main(int argc, char **argv)
{
	const struct image *image =
		image_find(test.payload ? test.payload : "dirtier");
	const struct backend *b;
	struct vmstat begun;
	struct options o;

	report_watch(argv[0]);
	o = options_parse(argc, argv);
	jobs = rows_to_jobs(&o, image, &nr_jobs);
	if (o.list) {
		for (u32 i = 0; i < nr_jobs; i++)
			puts(jobs[i].name);
		return 0;
	}
	if (o.known && !known_load(o.known))
		return 2;
	if (o.own_machine)
		backing_own_devices();
	b = backend_or_exit(argv[0]);
	begun = vmstat_read();
	report_begin();
	report_conditions(b, &o);
	report_plan(nr_jobs);
	if (!o.parallel)
		o.parallel = b->cpus.usable;
	share_soak(&o, o.parallel);
	/* Made here, it is there for all cases. */
	image_path(image);
	run_jobs(&o, b, image, o.parallel);
	report_moved(vmstat_grown(&begun));
	return report_exit_code();
}
