// SPDX-License-Identifier: GPL-2.0-only
/*
 * main() of every test program: runs each case with each collector on each
 * backing, several at a time, and reports them in the order of the plan.
 */
#include <errno.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "host/machine/arch.h"
#include "host/main/chosen.h"
#include "host/main/job.h"
#include "host/main/soak.h"
#include "host/memory/still.h"
#include "host/memory/unmapped.h"
#include "host/memory/vmstat.h"
#include "verdict/kmsg.h"
#include "verdict/report.h"

static struct job *jobs;
static u32 nr_jobs;
static struct soak soak;

static void add_job(const struct test_case *c, const struct collector *collector,
		    const struct backing *backing)
{
	struct job *job;

	jobs = realloc(jobs, (nr_jobs + 1) * sizeof(*jobs));
	if (!jobs)
		abort();
	job = &jobs[nr_jobs++];
	*job = (struct job){ .c = c, .collector = collector,
			    .backing = backing };
	snprintf(job->name, sizeof(job->name), "%s/%s@%s%s%s", test.name,
		 c->name, collector->name, backing == backings ? "" : ",",
		 backing == backings ? "" : backing->name);
}

/* A collector of another architecture would be a skip in every case. */
static bool has_collector(const struct collector *c)
{
	return !c->ops->has_backup || arch_limits.ring_bitmap;
}

static bool has_backing(const struct backing *b)
{
	return !b->pool || arch_limits.pool_bytes & b->align_bytes;
}

/*
 * A case runs on the backings that it lists, those where it learns something
 * new. A backing that is asked for by name is used by every case.
 */
static void add_case(const struct options *o, const struct test_case *c)
{
	u32 which = c->collectors ? c->collectors : test.collectors;
	u32 on = c->backings ? c->backings : test.backings;

	if (!which)
		which = COLLECT_USUAL;
	if (!on)
		on = BACKING_ANON;
	for (u32 i = 0; collectors[i].name; i++) {
		if (!(which & 1u << i) || !has_collector(&collectors[i]) ||
		    fnmatch(o->collector, collectors[i].name, 0))
			continue;
		for (u32 j = 0; backings[j].name; j++) {
			if (!has_backing(&backings[j]))
				continue;
			if (o->backing ?
				    fnmatch(o->backing, backings[j].name, 0) :
				    !(on & 1u << j))
				continue;
			add_job(c, &collectors[i], &backings[j]);
		}
	}
}

/* Each architecture has other stores. */
static bool has_stores(const struct image *image, const struct test_case *c)
{
	const struct stores *s = c->stores;

	for (; s < c->stores + CASE_MAX_STORES && s->op; s++)
		if (image_op(image, s->op) == image_header(image)->nr_stores)
			return false;
	return true;
}

static bool has_guest_pages(const struct test_case *c)
{
	return !c->guest_page_shift ||
	       arch_limits.guest_pages & 1ull << c->guest_page_shift;
}

/* 2 if the host works beside a running vCPU, or several vCPUs run; else 1. */
static u32 suiting_cpus(const struct test_case *c)
{
	bool beside = (test.needs | c->needs) & NEED_CPUS2;

	return beside || c->vcpus > 1 || c->late_vcpus ? 2 : 1;
}

/* Rows that would pass by themselves, or that nobody could ask for. */
static void check_rows(const char *program, const struct test_case *cases, u32 nr)
{
	for (u32 i = 0; i < nr; i++) {
		const struct test_case *c = &cases[i];
		const char *wrong = NULL;

		if (!c->name || !*c->name || strpbrk(c->name, " \t#/@,"))
			wrong = "has no name, or one with a blank or one of #/@,";
		else if (!c->run && !test.run && !c->stores[0].op)
			wrong = "has neither stores nor a body";
		for (u32 j = 0; !wrong && j < i; j++)
			if (!strcmp(c->name, cases[j].name))
				wrong = "has the name of another";
		if (!wrong)
			continue;
		fprintf(stderr, "%s: case %u (%s) of the table %s\n", program, i,
			c->name ? c->name : "", wrong);
		exit(2);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct job *one = a, *other = b;

	return (int)chosen_place(one->name) - (int)chosen_place(other->name);
}

/* Leave the jobs that the table chooses, in its order, or all the others. */
static void leave_chosen(const struct options *o)
{
	u32 nr = 0;

	if (!chosen_load(o->chosen)) {
		fprintf(stderr, "%s: %s: %s\n", o->program, o->chosen,
			strerror(errno));
		exit(2);
	}
	for (u32 i = 0; i < nr_jobs; i++)
		if (!chosen_place(jobs[i].name) == o->others)
			jobs[nr++] = jobs[i];
	nr_jobs = nr;
	if (!o->others)
		qsort(jobs, nr_jobs, sizeof(*jobs), by_place);
}

static void collect_jobs(const struct options *o, const struct image *image)
{
	const struct test_case *cases = test.cases;
	u32 nr = test.nr_cases;
	bool drills = false;

	if (test.make_cases)
		cases = test.make_cases(image, &nr);
	check_rows(o->program, cases, nr);
	for (u32 i = 0; i < nr; i++) {
		if (!has_stores(image, &cases[i]) ||
		    !has_guest_pages(&cases[i]) ||
		    (o->cpus && o->cpus != suiting_cpus(&cases[i])) ||
		    fnmatch(o->test_case, cases[i].name, 0))
			continue;
		if (cases[i].fault && o->no_drills)
			drills = true;
		else
			add_case(o, &cases[i]);
	}
	if (o->chosen)
		leave_chosen(o);
	if (nr_jobs)
		return;
	if (drills)
		exit(report_nothing("what checks the gate itself is left out"));
	fprintf(stderr, "%s: no case matches -c '%s' -C '%s' -b '%s'%s%s%s (-l lists them)\n",
		o->program, o->test_case, o->collector,
		o->backing ? o->backing : "*", o->cpus ? " with this -n" : "",
		!o->chosen ? "" : o->others ? " and is not in " : " and is in ",
		o->chosen ? o->chosen : "");
	exit(2);
}

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

	replay_command(o, job, replay, sizeof(replay));
	report_case(job - jobs + 1, job->name, job->verdict,
		    known_find(test.name, job->c->name, job->collector->name,
			       job->backing->name, &facts),
		    o->known_is_todo, replay);
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
	collect_jobs(&o, image);
	if (o.list) {
		for (u32 i = 0; i < nr_jobs; i++)
			puts(jobs[i].name);
		return 0;
	}
	if (o.known && !known_load(o.known))
		return 2;
	b = backend_or_exit(argv[0]);
	begun = vmstat_read();
	report_plan(nr_jobs);
	report_conditions(b, &o);
	if (!o.parallel)
		o.parallel = b->cpus.usable;
	share_soak(&o, o.parallel);
	/* Made here, it is there for all cases. */
	image_path(image);
	run_jobs(&o, b, image, o.parallel);
	report_moved(vmstat_grown(&begun));
	return report_exit_code();
}
