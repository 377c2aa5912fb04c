// SPDX-License-Identifier: GPL-2.0-only
/*
 * main() of every test program: case x collector x backing, each in a child
 * process with a deadline.  Whatever becomes of the child, there is a verdict.
 */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host/compat.h"
#include "host/fault.h"
#include "host/kmsg.h"
#include "host/options.h"
#include "host/report.h"
#include "host/test.h"

/* For a whole case; machine_wait() notices hangs of the guest much earlier. */
#define CASE_DEADLINE_S 60

struct job {
	const struct test_case *c;
	const struct collector *collector;
	const struct backing *backing;
	char name[160];
	/* while it runs, and after */
	pid_t pid;
	time_t deadline;
	int err; /* its stderr */
	bool done;
	struct verdict_page *verdict;
};

static struct job *jobs;
static u32 nr_jobs;

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

/*
 * A case runs on the backings that it lists, which are those that say something
 * new; asked for by name, it runs on any.
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
		if (!(which & 1u << i) ||
		    fnmatch(o->collector, collectors[i].name, 0))
			continue;
		for (u32 j = 0; backings[j].name; j++) {
			if (o->backing ?
				    fnmatch(o->backing, backings[j].name, 0) :
				    !(on & 1u << j))
				continue;
			add_job(c, &collectors[i], &backings[j]);
		}
	}
}

static void collect_jobs(const struct options *o, const struct image *image)
{
	const struct test_case *cases = test.cases;
	u32 nr = test.nr_cases;

	if (test.make_cases)
		cases = test.make_cases(image, &nr);
	for (u32 i = 0; i < nr; i++)
		if (!fnmatch(o->test_case, cases[i].name, 0))
			add_case(o, &cases[i]);
	if (nr_jobs)
		return;
	fprintf(stderr, "%s: no case matches -c '%s' -C '%s' -b '%s' (-l lists them)\n",
		o->program, o->test_case, o->collector,
		o->backing ? o->backing : "*");
	exit(2);
}

static void __attribute__((noreturn))
run_case(const struct options *o, const struct backend *b,
	 const struct image *image, const struct job *job)
{
	void (*body)(struct run *r) = job->c->run ? job->c->run : test.run;
	const char *missing = job->collector->ops->missing(job->collector, b);
	struct run r = {
		.c = job->c,
		.collector = job->collector,
		.backing = job->backing,
		.backend = b,
		.image = image,
		.seed = o->seed,
		.timeout_scale = o->timeout_scale,
	};

	if (job->c->fault && !fault_choose(job->c->fault))
		verdict_error("no fault called %s", job->c->fault);
	verdict_own_thread();
	if (missing)
		verdict_skip("%s", missing);
	need_check(&r, test.needs | job->c->needs);
	start_reach(&r);
	(body ? body : run_stores_twice)(&r);
	verdict_pass();
}

/* What a child said on stderr, the kernel library's assertions above all. */
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

static void start_job(const struct options *o, const struct backend *b,
		      const struct image *image, struct job *job)
{
	job->verdict = mmap(NULL, sizeof(*job->verdict), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	job->err = memfd_create("stderr", MFD_CLOEXEC);
	if (job->verdict == MAP_FAILED || job->err < 0) {
		fprintf(stderr, "%s: out of memory\n", o->program);
		exit(2);
	}
	if (o->own_machine)
		kmsg_rearm();
	job->deadline = now() + CASE_DEADLINE_S * o->timeout_scale;
	job->pid = fork();
	if (job->pid < 0) {
		set_verdict(job, VERDICT_ERROR, "fork: errno %d", errno);
		job->done = true;
	} else if (!job->pid) {
		/* Nothing outlives the program, however it ends. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(job->err, STDERR_FILENO);
		verdict_page = job->verdict;
		run_case(o, b, image, job);
	}
}

/* A fault was injected: the case passes if it was noticed, in its own words. */
static void expect_notice(struct job *job)
{
	struct verdict_page *v = job->verdict;
	enum verdict_kind want = job->c->expects ? job->c->expects :
						   VERDICT_FAIL;

	if (v->kind == VERDICT_SKIP)
		return;
	if (v->kind == want && (strstr(v->reason, job->c->says) ||
				strstr(v->notes, job->c->says))) {
		memset(v, 0, offsetof(struct verdict_page, nr_tids));
		v->kind = VERDICT_PASS;
		return;
	}
	verdict_note("the verdict was %d: %s", v->kind, v->reason);
	v->kind = VERDICT_ERROR;
	snprintf(v->reason, sizeof(v->reason),
		 "the injected fault %s was not noticed as '%s'", job->c->fault,
		 job->c->says);
}

/* The child is gone: whatever became of it, there is a verdict. */
static void end_job(struct job *job, int status)
{
	job->done = true;
	if (!job->verdict->kind && WIFSIGNALED(status))
		set_verdict(job, VERDICT_ERROR, "the test crashed, signal %d",
			    WTERMSIG(status));
	else if (!job->verdict->kind)
		set_verdict(job, VERDICT_ERROR,
			    "the test ended without a verdict, exit code %d",
			    WEXITSTATUS(status));
	verdict_page = job->verdict;
	if (job->verdict->kind == VERDICT_ERROR)
		note_stderr(job->err);
	if (job->c->fault)
		expect_notice(job);
	close(job->err);
}

/* True if it ended, by itself or at its deadline. */
static bool reap_job(const struct options *o, struct job *job)
{
	int status;

	if (waitpid(job->pid, &status, WNOHANG) == 0) {
		if (now() < job->deadline)
			return false;
		kill(job->pid, SIGKILL);
		waitpid(job->pid, &status, 0);
		if (!job->verdict->kind)
			set_verdict(job, VERDICT_TIMEOUT,
				    "the case did not end in %d s",
				    CASE_DEADLINE_S * o->timeout_scale);
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

/* A kernel splat is a failure of the case whose thread ran into it. */
static void blame_splats(const struct options *o, struct job *from,
			 struct job *to)
{
	char line[256];
	int tid;

	while (kmsg_next_splat(line, sizeof(line), &tid))
		for (struct job *job = from; job < to; job++) {
			if (!o->own_machine && !owns_thread(job, tid))
				continue;
			verdict_page = job->verdict;
			verdict_note("kernel log: %s", line);
			if (job->verdict->kind < VERDICT_FAIL)
				set_verdict(job, VERDICT_FAIL,
					    "the kernel warned while this case ran",
					    0);
			break;
		}
}

static void replay_command(const struct options *o, const struct job *job,
			   char *to, size_t room)
{
	const char *prefix = getenv("KVM_DIRTY_REPLAY");
	unsigned long seed = o->seed;

	if (prefix)
		snprintf(to, room, "%s --seed %lu '%s'", prefix, seed,
			 job->name);
	else
		snprintf(to, room, "%s -c %s -C %s -b %s -s %lu%s%s",
			 o->program, job->c->name, job->collector->name,
			 job->backing->name, seed, o->fault ? " -F " : "",
			 o->fault ? o->fault : "");
}

static void print_job(const struct options *o, const struct backend *b,
		      const struct job *job)
{
	char replay[256];

	replay_command(o, job, replay, sizeof(replay));
	report_case(job - jobs + 1, job->name, job->verdict,
		    known_find(test.name, job->c->name, job->collector->name,
			       job->backing->name, b),
		    o->known_is_todo, replay);
	munmap(job->verdict, sizeof(*job->verdict));
}

/* Up to @nr_parallel at a time; reported in the order of the plan. */
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
			start_job(o, b, image, next++);
		for (struct job *job = print; job < next; job++) {
			if (job->done || !reap_job(o, job))
				continue;
			nr_running--;
			reaped = true;
		}
		if (!reaped) {
			sigtimedwait(&chld, NULL, &second);
			continue;
		}
		blame_splats(o, print, next);
		for (; print < next && print->done; print++)
			print_job(o, b, print);
	}
}

int main(int argc, char **argv)
{
	const struct image *image =
		image_find(test.payload ? test.payload : "dirtier");
	const struct backend *b;
	struct options o;
	char why[160];

	compat_quiet_library();
	o = options_parse(argc, argv);
	collect_jobs(&o, image);
	if (o.list) {
		for (u32 i = 0; i < nr_jobs; i++)
			puts(jobs[i].name);
		return 0;
	}
	if (o.known && !known_load(o.known))
		return 2;
	b = backend_probe(why, sizeof(why));
	if (!b) {
		fprintf(stderr, "%s: %s\n", argv[0], why);
		return 2;
	}
	report_plan(nr_jobs);
	report_host(b, o.seed, kmsg_open());
	run_jobs(&o, b, image, o.parallel ? o.parallel : b->nr_cpus);
	return report_exit_code();
}
