// SPDX-License-Identifier: GPL-2.0-only
/*
 * How much of the CPU time is ours?  For each collector one pass over an armed
 * slot: every page is written once, harvested and judged, as in a test, while
 * each thread's time is split into the guest's, the kernel's and ours.  With -m
 * it is a migration of the slot instead, first without copying a page; what the
 * copying takes is measured by itself, as it would drown the rest.
 *
 * The output is for run/bench.pl: lines of a keyword and values, between
 * tabs, times in ns.
 *
 *	host	KERNEL	BACKEND	PARAMETERS
 *	thread	COLLECTOR	main or vcpu	CPU	KVM	USER	SYSTEM	GUEST
 *	copy	COLLECTOR	CPU of main
 *	pass	COLLECTOR	PAGES	WALL
 *	skip or error	COLLECTOR	REASON
 *
 * CPU, all that the thread has run, is exact, and so is KVM, what of it went by
 * in KVM's ioctls.  The rest is ours: all our user time, and what the kernel did
 * for us outside of KVM, page faults and wake-ups.  It does not matter to this
 * whether a guest runs on the processor, which is guest time, or in KVM's
 * instruction emulator, as much of it does with PVM, which is system time.
 *
 * USER (without GUEST), SYSTEM and GUEST are the kernel's accounts, for
 * comparison.  They come in units of 10 ms, where main runs for about as long in
 * a whole pass; most kernels sample them, a tick at a time; and utime, which
 * includes guest_time, is scaled to what the thread has really run, while
 * guest_time is not (cputime_adjust() in kernel/sched/cputime.c).  So where ticks
 * get lost, the difference is no user time: a vCPU thread on emulated SVM showed
 * 2.2 s of it, in 7.9 s, of which all but 0.4 ms were spent in KVM_RUN.
 */
#include <errno.h>
#include <fnmatch.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "host/test.h"
#include "host/tools/bench_migrate.h"
#include "verdict/child.h"
#include "verdict/report.h"

#define PASS_BYTES (1ull << 30)
/* A burst counts its stores at its end only, and emulation is slow. */
#define TIMEOUT_SCALE 12

/* verdict_own_thread() lists them in this order. */
enum { MAIN, VCPU, NR_THREADS };

static const char *const thread_name[] = { "main", "vcpu" };

struct times {
	u64 cpu, kvm, user, system, guest;
};

/* In memory shared with the parent. */
struct result {
	struct verdict_page verdict;
	/* What to measure. */
	const struct collector *collector;
	const struct backend *backend;
	u64 pages;
	bool migrate;
	/* What came of it. */
	u64 wall, copy;
	struct times used[NR_THREADS];
};

static pthread_t main_thread;
/* There is one vCPU, so each has one writer. */
static u64 in_kvm[NR_THREADS];

static u64 clock_ns(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t))
		abort();
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

int __real_ioctl(int fd, unsigned long request, void *arg);
int __wrap_ioctl(int fd, unsigned long request, void *arg);

/* The linker sends every ioctl() here (--wrap=ioctl), and all are KVM's. */
int __wrap_ioctl(int fd, unsigned long request, void *arg)
{
	bool is_main = pthread_equal(pthread_self(), main_thread);
	u64 before = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	int ret = __real_ioctl(fd, request, arg);
	int err = errno;

	in_kvm[is_main ? MAIN : VCPU] +=
		clock_ns(CLOCK_THREAD_CPUTIME_ID) - before;
	errno = err;
	return ret;
}

static void read_exact(const struct machine *m, struct times *t)
{
	clockid_t clock;

	if (pthread_getcpuclockid(m->vcpu[0].thread, &clock))
		verdict_error("the vCPU's thread has no clock");
	t[VCPU].cpu = clock_ns(clock);
	t[MAIN].cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	for (u32 i = 0; i < NR_THREADS; i++)
		t[i].kvm = in_kvm[i];
}

/*
 * Fields 14, 15 and 43 of proc(5)'s stat; the name before them may hold
 * anything, so count from its end.
 */
static void read_account(int tid, struct times *t)
{
	u64 tick_ns = 1000000000ull / sysconf(_SC_CLK_TCK);
	u64 ticks[44] = {};
	char path[64], text[1024];
	char *save, *at;
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	f = fopen(path, "r");
	if (f) {
		n = fread(text, 1, sizeof(text) - 1, f);
		fclose(f);
	}
	text[n] = 0;
	at = strrchr(text, ')');
	if (!at)
		verdict_error("%s cannot be read", path);
	at = strtok_r(at + 1, " ", &save);
	for (u32 i = 3; at && i < ARRAY_LEN(ticks); i++) {
		ticks[i] = strtoull(at, NULL, 10);
		at = strtok_r(NULL, " ", &save);
	}
	t->guest = ticks[43] * tick_ns;
	t->user = ticks[14] * tick_ns;
	t->system = ticks[15] * tick_ns;
}

static void read_accounts(struct times *t)
{
	for (u32 i = 0; i < NR_THREADS; i++)
		read_account(verdict_page->tid[i], &t[i]);
}

static void subtract(struct times *from, const struct times *what)
{
	from->cpu -= what->cpu;
	from->kvm -= what->kvm;
	from->user -= what->user;
	from->system -= what->system;
	from->guest -= what->guest;
	/* utime includes guest_time, but each is rounded by itself. */
	from->user = from->user > from->guest ? from->user - from->guest : 0;
}

/* No burst with a ring: where KVM emulates, one overruns it (F1). */
static void store_all(struct run *r)
{
	round_queue(r, (struct stores){ .op = "store-64",
					.burst = !r->machine->ring_entries,
					.pattern.kind = PATTERN_RUN });
	round_finish(r);
}

/* In the child. */
static void measure(void *arg)
{
	struct result *result = arg;
	const struct collector *c = result->collector;
	const struct backend *b = result->backend;
	const struct test_case whole_slot = { .pages = result->pages,
					      .start = result->migrate ?
							START_UNLOGGED :
							START_ARMED };
	const char *missing = c->ops->missing(c, b);
	struct times before[NR_THREADS];
	struct run r = {
		.c = &whole_slot,
		.collector = c,
		.backing = &backings[0],
		.backend = b,
		.image = image_find("dirtier"),
		.seed = 1,
		.timeout_scale = TIMEOUT_SCALE,
	};
	u64 start, sent = 0;

	if (missing)
		verdict_skip("%s", missing);
	start_reach(&r);

	/* The accounts first and last: reading them is no part of the pass. */
	read_accounts(before);
	start = clock_ns(CLOCK_MONOTONIC);
	read_exact(r.machine, before);
	if (result->migrate)
		sent = bench_migrate(&r);
	else
		store_all(&r);
	read_exact(r.machine, result->used);
	result->wall = clock_ns(CLOCK_MONOTONIC) - start;
	read_accounts(result->used);
	for (u32 i = 0; i < NR_THREADS; i++)
		subtract(&result->used[i], &before[i]);
	if (result->migrate)
		result->copy = bench_copy_ns(&r, sent);
}

static void print_times(const struct collector *c, u64 pages,
			const struct result *result)
{
	for (u32 i = 0; i < NR_THREADS; i++) {
		const struct times *t = &result->used[i];

		printf("thread\t%s\t%s\t%lu\t%lu\t%lu\t%lu\t%lu\n", c->name,
		       thread_name[i], t->cpu, t->kvm, t->user, t->system,
		       t->guest);
	}
	if (result->migrate)
		printf("copy\t%s\t%lu\n", c->name, result->copy);
	printf("pass\t%s\t%lu\t%lu\n", c->name, pages, result->wall);
}

/* False if there is no result, and not for want of the collector. */
static bool run(const struct collector *c, const struct backend *b, u64 pages,
		bool migrate)
{
	struct result *result = child_shared(sizeof(*result));
	const struct verdict_page *v = &result->verdict;
	bool good = true;

	result->collector = c;
	result->backend = b;
	result->pages = pages;
	result->migrate = migrate;
	child_run(&result->verdict, measure, result);
	if (v->kind == VERDICT_PASS) {
		print_times(c, pages, result);
	} else if (v->kind == VERDICT_SKIP) {
		printf("skip\t%s\t%s\n", c->name, v->reason);
	} else {
		good = false;
		printf("error\t%s\t%s\n", c->name, v->reason);
		fputs(v->notes, stderr);
	}
	munmap(result, sizeof(*result));
	return good;
}

static void __attribute__((noreturn)) usage(FILE *to, int status)
{
	fputs("Usage: bench [-p PAGES] [-C COLLECTOR] [-m]\n"
	      "Says how long one pass over a slot takes whom; make bench shows it as a table.\n"
	      "  -p PAGES  of the slot; default and most: those of 1 GiB\n"
	      "  -C NAME   only collectors that match\n"
	      "  -m        a migration of the slot, beside a guest that stores to it\n",
	      to);
	exit(status);
}

int main(int argc, char **argv)
{
	const char *only = "*";
	const struct backend *b;
	bool any = false, good = true, migrate = false;
	u64 pages = 0, most = PASS_BYTES / getpagesize();
	char why[160], *end;
	int option;

	report_watch("bench");
	main_thread = pthread_self();
	while ((option = getopt(argc, argv, "p:C:mh")) != -1) {
		if (option == 'p') {
			pages = strtoull(optarg, &end, 10);
			if (*end || !pages || pages > most) {
				fprintf(stderr,
					"bench: -p takes 1 to %lu pages\n",
					most);
				return 2;
			}
		} else if (option == 'C') {
			only = optarg;
		} else if (option == 'm') {
			migrate = true;
		} else {
			usage(option == 'h' ? stdout : stderr,
			      option == 'h' ? 0 : 2);
		}
	}
	if (optind < argc)
		usage(stderr, 2);
	b = backend_probe(why, sizeof(why));
	if (!b) {
		fprintf(stderr, "bench: %s\n", why);
		return 2;
	}
	printf("host\t%s\t%s\t%s\n", b->kernel, b->name, b->params);
	for (const struct collector *c = collectors; c->name; c++) {
		if (fnmatch(only, c->name, 0))
			continue;
		any = true;
		good &= run(c, b, pages ? pages : most, migrate);
	}
	if (!any)
		fprintf(stderr, "bench: no collector matches -C '%s'\n", only);
	return any && good ? 0 : 2;
}
