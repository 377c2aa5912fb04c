// SPDX-License-Identifier: GPL-2.0-only
/*
 * How much of the CPU time is ours?  For each collector one pass over a slot:
 * every page is written once, harvested and judged, as a test would do it, and
 * the time of every thread is split into the guest's, the kernel's and ours.
 *
 *	bench [-p PAGES] [COLLECTOR...]
 *
 * One line per collector, columns separated by tabs and named by the first
 * line; platforms/bench.pl makes a table and JSON of it.
 *
 * A kernel that accounts by ticks (most do) knows user, system and guest time
 * to a few milliseconds only, and scales the first two.  What a thread has run
 * in all is exact, though, and so is what of it passed inside KVM's ioctls,
 * where the guest runs and where KVM emulates it.  The rest bounds our user
 * time from above: it has our page faults and wake-ups in it as well.  It is
 * what we answer for, so it is what `ours` means here; `user` is what the ticks
 * say.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host/compat.h"
#include "host/test.h"

#define GIB_PAGES (1u << 18)
/*
 * Under instruction emulation a burst over the whole slot takes long, and the
 * guest counts its stores only at the end of it.
 */
#define PATIENCE 30

enum { MAIN, VCPU, NR_THREADS };

/* All in ns, and of the vCPU's thread only what @nr_threads says is there. */
struct sample {
	u64 wall;
	u64 cpu[NR_THREADS];  /* exact */
	u64 kvm[NR_THREADS];  /* exact: of it inside KVM's ioctls */
	u64 user[NR_THREADS]; /* by ticks, guest included */
	u64 guest[NR_THREADS];
};

/* In memory shared with the parent. */
struct result {
	struct verdict_page verdict;
	struct sample before, after;
	u64 phase[5];
	bool done;
};

static pthread_t main_thread;
static u64 kvm_ns[NR_THREADS];

static u64 clock_ns(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t))
		verdict_error("clock_gettime: %s", strerror(errno));
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/*
 * The linker sends every ioctl() of the program here (--wrap=ioctl); all of
 * them are KVM's.  There is one vCPU thread, so each counter has one writer.
 */
int __real_ioctl(int fd, unsigned long request, void *arg);
int __wrap_ioctl(int fd, unsigned long request, void *arg);

int __wrap_ioctl(int fd, unsigned long request, void *arg)
{
	u64 *ns = &kvm_ns[pthread_equal(pthread_self(), main_thread) ? MAIN :
								       VCPU];
	u64 before = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	int ret = __real_ioctl(fd, request, arg);
	int err = errno;

	*ns += clock_ns(CLOCK_THREAD_CPUTIME_ID) - before;
	errno = err;
	return ret;
}

static u64 ph0;
static void phase(struct result *r, int i)
{
	u64 now = clock_ns(CLOCK_THREAD_CPUTIME_ID) - kvm_ns[MAIN];
	r->phase[i] = now - ph0;
	ph0 = now;
}

static void read_ticks(pid_t tid, u64 *user, u64 *guest)
{
	u64 ns = 1000000000ull / sysconf(_SC_CLK_TCK);
	char text[1024], path[64];
	unsigned long utime, gtime;
	FILE *f;
	size_t n;
	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	f = fopen(path, "r");
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = 0;
	char *p = strrchr(text, ')') + 2;
	for (int i = 3; i <= 43; i++) {
		if (i == 14)
			utime = strtoul(p, NULL, 10);
		if (i == 43)
			gtime = strtoul(p, NULL, 10);
		p = strchr(p, ' ') + 1;
	}
	*user = utime * ns;
	*guest = gtime * ns;
}

static void take(struct sample *s, struct machine *m, struct verdict_page *v)
{
	clockid_t c;
	s->wall = clock_ns(CLOCK_MONOTONIC);
	s->cpu[MAIN] = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	pthread_getcpuclockid(m->vcpu[0].thread, &c);
	s->cpu[VCPU] = clock_ns(c);
	memcpy(s->kvm, kvm_ns, sizeof(kvm_ns));
	read_ticks(v->tid[0], &s->user[0], &s->guest[0]);
	read_ticks(v->tid[1], &s->user[1], &s->guest[1]);
}

static void measure(const struct collector *c, const struct backend *b, u64 pages, struct result *res)
{
	struct test_case tc = { .name = "bench", .pages = pages, .start = START_ARMED };
	struct run r = { .c = &tc, .collector = c, .backing = backings, .backend = b,
		.image = image_find("dirtier"), .seed = 1, .timeout_scale = PATIENCE };
	const char *missing = c->ops->missing(c, b);
	verdict_own_thread();
	if (missing)
		verdict_skip("%s", missing);
	start_reach(&r);
	take(&res->before, r.machine, verdict_page);
	ph0 = res->before.cpu[MAIN] - kvm_ns[MAIN];
	round_queue(&r, (struct stores){ .op = "mov-64", .burst = !r.machine->ring_entries, .pattern.kind = PATTERN_RUN });
	phase(res, 0);
	round_go(&r);
	machine_wait(r.machine, r.collector->ops->full ? round_full : NULL, &r);
	phase(res, 1);
	round_wait(&r);
	phase(res, 2);
	round_harvest(&r);
	phase(res, 3);
	round_judge(&r);
	phase(res, 4);
	take(&res->after, r.machine, verdict_page);
	res->done = true;
	verdict_pass();
}

int main(int argc, char **argv)
{
	const struct backend *b;
	char why[160];
	u64 pages = GIB_PAGES;
	compat_quiet_library();
	if (argc > 1) pages = atol(argv[1]);
	b = backend_probe(why, sizeof(why));
	main_thread = pthread_self();
	if (!b) return 2;
	for (int i = 0; collectors[i].name; i++) {
		struct result *r = mmap(NULL, sizeof(*r), PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0);
		if (argc > 2 && strcmp(argv[2], collectors[i].name)) continue;
		verdict_page = &r->verdict;
		pid_t p = fork();
		if (!p)
			measure(&collectors[i], b, pages, r);
		waitpid(p, NULL, 0);
		printf("%s %d %s %s", collectors[i].name, r->verdict.kind, r->verdict.reason, r->verdict.notes);
		struct sample *x = &r->before, *y = &r->after;
#define D(f) ((y->f - x->f) / 1e9)
		printf(" wall %.3f", D(wall));
		for (int t = 0; t < 2; t++)
			printf(" | cpu %.4f kvm %.4f OUT %.4f user %.2f guest %.2f", D(cpu[t]), D(kvm[t]), D(cpu[t])-D(kvm[t]), D(user[t]), D(guest[t]));
		printf(" || ");
		for (int t = 0; t < 5; t++)
			printf(" %.4f", r->phase[t]/1e9);
		printf(" share %.1f%%\n", 100*(D(cpu[0])-D(kvm[0])+D(cpu[1])-D(kvm[1]))/(D(cpu[0])+D(cpu[1])));
	}
	return 0;
}
