// SPDX-License-Identifier: GPL-2.0-only
#include "host/main/job.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/collect/fault.h"
#include "host/machine/cpus.h"
#include "verdict/child.h"
#include "verdict/kmsg.h"

/*
 * The deadline of a whole case. machine_wait() notices a hang of the guest much
 * earlier. This deadline is later by what the case waited for a CPU.
 */
#define CASE_DEADLINE_S 60
/*
 * The time after SIGKILL. A thread that loops in the kernel never sees the
 * signal.
 */
#define KILL_DEADLINE_S 3
/* No deadline is later by more than this. */
#define MOST_STARVED_S 540
/* How often a case that waits for a CPU is told of after its deadline. */
#define TELL_S 30

/* What a case is run with; the child gets a copy. */
struct beginning {
	const struct options *o;
	const struct backend *b;
	const struct image *image;
	const struct job *job;
};

static void run_case(void *arg)
{
	const struct beginning *with = arg;
	const struct options *o = with->o;
	const struct job *job = with->job;
	void (*body)(struct run *r) = job->c->run ? job->c->run : test.run;
	const char *missing = job->collector->ops->missing(job->collector,
								with->b);
	struct run r = {
		.c = job->c,
		.collector = job->collector,
		.backing = job->backing,
		.backend = with->b,
		.image = with->image,
		.seed = o->seed,
		.timeout_scale = o->timeout_scale,
		.own_machine = o->own_machine,
		.steps = o->steps,
		.soak_s = o->soak_s,
	};

	dup2(job->err, STDERR_FILENO);
	if (job->c->fault && !fault_choose(job->c->fault))
		verdict_error("no fault called %s", job->c->fault);
	if (missing)
		verdict_skip("%s", missing);
	need_check(&r, test.needs | job->c->needs);
	if (r.c->start != START_NONE)
		start_reach(&r);
	(body ? body : run_stores_twice)(&r);
}

/*
 * Note what the child said on stderr: above all assertions of the kernel's
 * library.
 */
static void note_stderr(int fd)
{
	char text[2048];
	char *save = NULL;
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	if (n <= 0)
		return;
	text[n] = 0;
	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		verdict_note("stderr: %s", line);
}

static void set_verdict(struct job *job, enum verdict_kind kind,
			const char *fmt, int arg)
{
	job->verdict->kind = kind;
	snprintf(job->verdict->reason, sizeof(job->verdict->reason), fmt, arg);
}

static time_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

void job_start(const struct options *o, const struct backend *b,
	       const struct image *image, struct job *job)
{
	struct beginning with = { o, b, image, job };

	job->verdict = mmap(NULL, sizeof(*job->verdict), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	job->err = memfd_create("stderr", MFD_CLOEXEC);
	if (job->verdict == MAP_FAILED || job->err < 0) {
		fprintf(stderr, "%s: a case cannot be started: %s\n",
			o->program, strerror(errno));
		exit(2);
	}
	if (o->own_machine)
		kmsg_rearm();
	backing_ask(job->backing);
	job->begun = now();
	job->deadline = job->begun + CASE_DEADLINE_S * o->timeout_scale + o->soak_s;
	/*
	 * If the fork failed, pid is -1, and job_reap() reports it like any
	 * other end.
	 */
	job->pid = child_fork(job->verdict, run_case, &with);
}

/*
 * A fault was injected: the case passes if the fault was noticed, in the right
 * words.
 */
static void expect_notice(struct job *job)
{
	const struct verdict_page *v = job->verdict;
	enum verdict_kind want = job->c->expects ? job->c->expects :
						   VERDICT_FAIL;
	char what[64];

	if (v->kind == VERDICT_SKIP)
		return;
	snprintf(what, sizeof(what), "the injected fault %s", job->c->fault);
	verdict_turn(v->kind == want && (strstr(v->reason, job->c->says) ||
					 strstr(v->notes, job->c->says)),
		     what, job->c->says);
}

/* The kernel complained, which is a failure, unless KVM has no part in it. */
static void tell_splat(struct job *job)
{
	verdict_page = job->verdict;
	verdict_note("kernel log: %s", job->splat);
	if (!job->splat_aside && job->verdict->kind < VERDICT_FAIL)
		set_verdict(job, VERDICT_FAIL,
			    "the kernel warned while this case ran", 0);
	*job->splat = 0;
}

/* The child has ended: complete its verdict. */
static void end_job(struct job *job, int status)
{
	job->done = true;
	child_ended(job->verdict, status);
	verdict_page = job->verdict;
	if (job->verdict->kind >= VERDICT_FAIL)
		note_stderr(job->err);
	if (job->c->fault)
		expect_notice(job);
	if (*job->splat)
		tell_splat(job);
	if (job->verdict->kind == VERDICT_FAIL &&
	    (test.clauses || job->c->clauses))
		verdict_note("clauses: %s%s%s", test.clauses ? test.clauses : "",
			     test.clauses && job->c->clauses ? " " : "",
			     job->c->clauses ? job->c->clauses : "");
	close(job->err);
	free(job->forgotten_ns);
	job->forgotten_ns = NULL;
}

/* What the job's threads have waited for a CPU up to now does not make a deadline later. */
static void forget_waits(struct job *job)
{
	if (!job->forgotten_ns)
		job->forgotten_ns = calloc(VERDICT_MAX_TIDS, sizeof(*job->forgotten_ns));
	if (!job->forgotten_ns)
		abort();
	for (u32 i = 0; i < job->verdict->nr_tids && i < VERDICT_MAX_TIDS; i++)
		job->forgotten_ns[i] = cpus_starved_ns(job->verdict->tid[i]);
}

/*
 * How long the job's threads have waited for a CPU, in seconds. They wait for each other, too,
 * so the sum counts. Of a job that hangs beside threads that loop it would grow for ever: hence
 * MOST_STARVED_S.
 */
static time_t starved_s(const struct job *job)
{
	u64 sum = 0;

	for (u32 i = 0; i < job->verdict->nr_tids && i < VERDICT_MAX_TIDS; i++) {
		u64 ns = cpus_starved_ns(job->verdict->tid[i]);
		u64 before = job->forgotten_ns ? job->forgotten_ns[i] : 0;

		sum += ns > before ? ns - before : 0;
	}
	sum /= 1000000000;
	return sum < MOST_STARVED_S ? sum : MOST_STARVED_S;
}

/* True if the deadline is over, and the case cannot say that it waited for a CPU. */
static bool is_late(struct job *job)
{
	time_t late = now() - job->deadline;

	if (late < 0)
		return false;
	if (late >= starved_s(job))
		return true;
	/* Who reads the results takes a long silence for the end of the machine. */
	if (now() - job->told >= TELL_S) {
		printf("# %s still waits for a CPU\n", job->name);
		fflush(stdout);
		job->told = now();
	}
	return false;
}

/* End the job now. */
static void kill_job(const struct options *o, struct job *job)
{
	kill(job->pid, SIGKILL);
	job->killed = true;
	job->deadline = now() + KILL_DEADLINE_S * o->timeout_scale;
	forget_waits(job);
}

/* True if the child has ended, by itself or at its deadline. */
bool job_reap(const struct options *o, struct job *job)
{
	int status = 0;

	if (job->pid > 0 && waitpid(job->pid, &status, WNOHANG) == 0) {
		/* A soak ends by the clock. */
		if (o->soak_s && !job->forgotten_ns && now() >= job->begun + o->soak_s)
			forget_waits(job);
		if (!is_late(job))
			return false;
		if (!job->killed) {
			if (!job->verdict->kind)
				set_verdict(job, VERDICT_TIMEOUT,
					    "the case did not end in %d s",
					    (int)(now() - job->begun));
			kill_job(o, job);
			return false;
		}
		/* What it keeps the machine from is for others to say. */
		verdict_page = job->verdict;
		verdict_note("the case hangs in the kernel, and does not heed SIGKILL");
	}
	end_job(job, status);
	return true;
}

static bool owns_thread(const struct job *job, int tid)
{
	for (u32 i = 0; i < job->verdict->nr_tids && i < VERDICT_MAX_TIDS; i++)
		if (job->verdict->tid[i] == tid)
			return true;
	return false;
}

/*
 * The job whose thread ran into a splat. On a machine that runs nothing but the
 * gate, any splat belongs to a job.
 */
static struct job *whose(const struct options *o, struct job *from,
			 struct job *to, int tid)
{
	for (struct job *job = from; job < to; job++)
		if (owns_thread(job, tid))
			return job;
	return o->own_machine && from < to ? from : NULL;
}

/*
 * Fail the job. A case that still runs may write its own verdict later, so the
 * splat is kept. After an oops the thread is dead and holds its locks for ever:
 * nothing more can come of the case, and the job is ended.
 */
static void blame(const struct options *o, struct job *job,
		  const struct kmsg_splat *splat)
{
	if (!*job->splat || (job->splat_aside && !splat->aside)) {
		snprintf(job->splat, sizeof(job->splat), "%s", splat->line);
		job->splat_aside = splat->aside;
	}
	if (job->done) {
		tell_splat(job);
	} else if (splat->oops && !job->killed) {
		kill_job(o, job);
		set_verdict(job, VERDICT_FAIL,
			    "the kernel oopsed while this case ran", 0);
	}
}

void job_blame_splats(const struct options *o, struct job *from,
		      struct job *to)
{
	struct kmsg_splat splat;

	while (kmsg_next_splat(&splat)) {
		struct job *job = whose(o, from, to, splat.tid);

		if (job && !(o->emulators && strstr(splat.line, o->emulators)))
			blame(o, job, &splat);
	}
}
