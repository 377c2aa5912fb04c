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

	verdict_own_thread();
	if (missing)
		verdict_skip("%s", missing);
	need_check(&r, test.needs | job->c->needs);
	for (const struct stores *s = job->c->stores;
	     s < job->c->stores + CASE_MAX_STORES && s->op; s++)
		if (strcmp(s->op, "mov-64"))
			need_store(&r, s->op);
	start_reach(&r);
	(body ? body : run_stores_twice)(&r);
	verdict_pass();
}

/* What a child said on stderr, the kernel library's assertions above all. */
static void note_stderr(int fd)
{
	char text[2048];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	if (n <= 0)
		return;
	text[n] = 0;
	for (char *save, *l = strtok_r(text, "\n", &save); l;
	     l = strtok_r(NULL, "\n", &save))
		verdict_note("stderr: %s", l);
}

static void set_verdict(enum verdict_kind kind, const char *fmt, int arg)
{
	verdict_page->kind = kind;
	snprintf(verdict_page->reason, sizeof(verdict_page->reason), fmt, arg);
}

/* The child is gone, or gets killed at the deadline: there is a verdict. */
static void await(pid_t pid, u32 deadline_s, int err)
{
	struct timespec left = { .tv_sec = deadline_s };
	struct timespec now, until;
	sigset_t chld;
	int status;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += deadline_s;
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	while (waitpid(pid, &status, WNOHANG) == 0) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		left.tv_sec = until.tv_sec - now.tv_sec;
		if (left.tv_sec <= 0) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			if (!verdict_page->kind)
				set_verdict(VERDICT_TIMEOUT,
					    "the case did not end in %d s",
					    deadline_s);
			break;
		}
		sigtimedwait(&chld, NULL, &left);
	}
	if (!verdict_page->kind && WIFSIGNALED(status))
		set_verdict(VERDICT_ERROR, "the test crashed, signal %d",
			    WTERMSIG(status));
	else if (!verdict_page->kind)
		set_verdict(VERDICT_ERROR,
			    "the test ended without a verdict, exit code %d",
			    WEXITSTATUS(status));
	if (verdict_page->kind == VERDICT_ERROR)
		note_stderr(err);
}

static void replay_command(const struct options *o, const struct job *job,
			   char *to, size_t room)
{
	const char *prefix = getenv("KVM_DIRTY_REPLAY");
	unsigned long seed = o->seed;

	if (prefix)
		snprintf(to, room, "%s --seed %lu%s%s '%s'", prefix, seed,
			 o->fault ? " --fault " : "", o->fault ? o->fault : "",
			 job->name);
	else
		snprintf(to, room, "%s -c %s -C %s -b %s -s %lu%s%s",
			 o->program, job->c->name, job->collector->name,
			 job->backing->name, seed, o->fault ? " -F " : "",
			 o->fault ? o->fault : "");
}

static void run_job(const struct options *o, const struct backend *b,
		    const struct image *image, u32 number)
{
	const struct job *job = &jobs[number - 1];
	int err = memfd_create("stderr", MFD_CLOEXEC);
	char replay[256];
	char splat[256];
	pid_t pid;

	memset(verdict_page, 0, sizeof(*verdict_page));
	kmsg_mark();
	pid = fork();
	if (pid < 0) {
		set_verdict(VERDICT_ERROR, "fork: errno %d", errno);
	} else if (!pid) {
		/* Nothing outlives the program, however it ends. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(err, STDERR_FILENO);
		run_case(o, b, image, job);
	} else {
		await(pid, CASE_DEADLINE_S * o->timeout_scale, err);
	}
	close(err);
	if (kmsg_splat(verdict_page, splat, sizeof(splat))) {
		verdict_note("kernel log: %s", splat);
		if (verdict_page->kind < VERDICT_FAIL)
			set_verdict(VERDICT_FAIL,
				    "the kernel warned while this case ran", 0);
	}
	replay_command(o, job, replay, sizeof(replay));
	report_case(number, job->name, verdict_page,
		    known_find(test.name, job->c->name, job->collector->name,
			       job->backing->name, b),
		    o->known_is_todo, replay);
}

int main(int argc, char **argv)
{
	const struct image *image =
		image_find(test.payload ? test.payload : "dirtier");
	const struct backend *b;
	struct options o;
	sigset_t chld;
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
	verdict_page = mmap(NULL, sizeof(*verdict_page),
			    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			    -1, 0);
	if (verdict_page == MAP_FAILED) {
		fprintf(stderr, "%s: out of memory\n", argv[0]);
		return 2;
	}
	/* Blocked, so that sigtimedwait() can have it. */
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);

	report_plan(nr_jobs);
	report_host(b, o.seed, kmsg_open(o.own_machine));
	for (u32 i = 1; i <= nr_jobs; i++)
		run_job(&o, b, image, i);
	return report_exit_code();
}
