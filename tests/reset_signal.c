// SPDX-License-Identifier: GPL-2.0-only
/*
 * A signal comes while KVM resets the rings.  Since Linux 6.17 KVM then ends the reset
 * early (kvm_dirty_ring_reset(), virt/kvm/dirty_ring.c).  A reset frees an entry first,
 * and re-protects its page later, together with its neighbours'.  A reset that is cut
 * short in between must not forget these pages: their next store would be lost (R46).
 * The count says what was freed, and another call finishes (R47).
 *
 * A timer sends the signal, after a tenth to eight tenths of the time that a reset takes.
 * The count tells if the call was cut short; if not, the round is done again.  So time
 * decides how many rounds there are, and nothing else.  A kernel that frees entries with
 * a signal pending has nothing to cut short, and then one round is enough.
 *
 * For R48 a signal is pending when the call begins (host/scene/pending.h).
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "host/scene/pending.h"
#include "host/test.h"

enum { APART };

#define CUT SIGUSR2
/* Far more rounds than a kernel needs that looks at signals. */
#define MOST_ROUNDS 1000

static void nothing(int signal)
{
	(void)signal;
}

static u64 now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* A timer that sends a signal to this thread. */
static timer_t make_timer(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID,
				  .sigev_signo = CUT };
	timer_t timer;

	event._sigev_un._tid = gettid();
	if (timer_create(CLOCK_MONOTONIC, &event, &timer))
		verdict_error("timer_create: %s", strerror(errno));
	return timer;
}

/*
 * Reset the rings, and have a signal sent @delay_ns later. Returns how many were freed,
 * and how long it took in *@took_ns.
 */
static u32 reset_and_signal(struct machine *m, u64 delay_ns, u64 *took_ns)
{
	struct itimerspec when = { .it_value.tv_sec = delay_ns / 1000000000,
				   .it_value.tv_nsec = delay_ns % 1000000000 };
	timer_t timer = make_timer();
	u64 begun = now_ns();
	u32 freed;

	if (timer_settime(timer, 0, &when, NULL))
		verdict_error("timer_settime: %s", strerror(errno));
	freed = collect_ring_reset_beside(m);
	*took_ns = now_ns() - begun;
	timer_delete(timer);
	return freed;
}

/* R47: the rest of @taken entries, of which @freed are done. */
static void finish_reset(struct run *r, u32 taken, u32 freed)
{
	u32 more = collect_ring_reset_beside(r->machine);

	if (freed + more != taken)
		verdict_fail("round %u: a reset with a signal freed %u entries and the next one %u, %u were harvested",
			     r->round, freed, more, taken);
	collect_ring_freed(r->machine);
}

/*
 * No entry within 64 pages of the one before: arm64 re-protects all that lies between
 * two pages that it handles together.
 */
static void queue_apart(struct run *r)
{
	for (u32 first = 0; first < 50; first++)
		round_queue(r, (struct stores){ .op = "store-64",
						.pattern = { .kind = PATTERN_STRIDE,
							     .first = first,
							     .step = 65 } });
}

static void queue(struct run *r)
{
	if (r->c->n[APART])
		queue_apart(r);
	for (const struct stores *s = r->c->stores; s->op; s++)
		round_queue(r, *s);
}

/* Run the case's stores, and take their entries. Returns how many there are. */
static u32 store_and_take(struct run *r)
{
	u32 taken = 0;

	queue(r);
	round_run(r);
	for (u32 v = 0; v < r->machine->nr_vcpus; v++)
		taken += collect_ring_take(&r->machine->vcpu[v], &r->harvest, ~0u);
	return taken;
}

static void catch(void)
{
	struct sigaction act = { .sa_handler = nothing };

	sigaction(CUT, &act, NULL);
}

/* --- a signal before the call */

/* Stores to pages that KVM forgot to re-protect would be lost. */
static void store_again(struct run *r)
{
	queue(r);
	round_finish(r);
	round_finish(r);
}

/*
 * R48: nothing is freed.  Or everything is, by a kernel that does not look at signals,
 * and then this is false.
 */
static bool heeds_signals(struct run *r)
{
	u32 taken = store_and_take(r);
	u32 freed = pending_reset(r->machine, CUT);

	if (freed && freed != taken)
		verdict_fail("round %u: a signal was pending, and the reset freed %u of %u entries",
			     r->round, freed, taken);
	finish_reset(r, taken, freed);
	round_judge(r);
	return !freed;
}

static void before(struct run *r)
{
	catch();
	heeds_signals(r);
	store_again(r);
}

/* --- a signal meanwhile */

/* How long it takes, in nanoseconds, to reset the stores without a signal. */
static u64 measure(struct run *r)
{
	u32 taken = store_and_take(r);
	u64 begun = now_ns(), took;

	finish_reset(r, taken, 0);
	took = now_ns() - begun;
	round_judge(r);
	return took;
}

/* True if a reset that freed @freed entries ended within a ring. */
static bool within_a_ring(const struct machine *m, u32 freed)
{
	u32 v = 0;

	while (v < m->nr_vcpus && freed >= m->vcpu[v].unreset)
		freed -= m->vcpu[v++].unreset;
	return freed;
}

/*
 * True if the reset was cut short where it had pages left to re-protect.  Keep in
 * *@takes_ns how long one takes at least that is not: this thread may have had to wait
 * for a CPU meanwhile.
 */
static bool cut(struct run *r, u64 delay_ns, u64 *takes_ns)
{
	u32 taken = store_and_take(r);
	u64 took_ns;
	u32 freed = reset_and_signal(r->machine, delay_ns, &took_ns);
	bool within = within_a_ring(r->machine, freed);

	if (freed == taken && took_ns < *takes_ns)
		*takes_ns = took_ns;
	finish_reset(r, taken, freed);
	round_judge(r);
	store_again(r);
	return within;
}

static void run(struct run *r)
{
	u32 most = MOST_ROUNDS;
	u64 takes_ns;

	catch();
	if (!heeds_signals(r))
		most = 1;
	takes_ns = measure(r);
	for (u32 i = 0; i < most; i++)
		if (cut(r, takes_ns * (i * 3 % 8 + 1) / 10, &takes_ns))
			return;
	if (most > 1)
		verdict_error("a signal cut none of %u resets short", most);
}

#define PAGES 2000
#define ALL(...) { { .op = "store-64", .pattern = { __VA_ARGS__ } } }
#define PART(v) { .op = "store-64", .vcpu = v, \
		  .pattern = { .kind = PATTERN_RUN, .first = (v) * 650, .count = 650 } }

static const struct test_case cases[] = {
	/* KVM re-protects 64 pages at a time, upwards or downwards, or one */
	{ .name = "upwards", .pages = PAGES, .stores = ALL(.kind = PATTERN_RUN) },
	{ .name = "downwards", .pages = PAGES, .stores = ALL(.kind = PATTERN_REVERSE) },
	{ .name = "apart", .pages = PAGES, .n = { [APART] = true } },
	/* the call ends in the first ring, or in another one */
	{ .name = "rings", .pages = PAGES, .vcpus = 3,
	  .stores = { PART(0), PART(1), PART(2) } },
	{ .name = "before", .clauses = "R48", .run = before,
	  .stores = ALL(.kind = PATTERN_RUN) },

	{ .name = "wrong-count", .run = before, .stores = ALL(.kind = PATTERN_RUN),
	  .collectors = COLLECT_RING, .fault = "reset-count",
	  .says = "a signal was pending, and the reset freed" },
	{ .name = "forgotten", .run = before, .stores = ALL(.kind = PATTERN_RUN),
	  .collectors = COLLECT_RING, .fault = "no-reprotect",
	  .says = "1 pages missed" },
};

const struct test test = {
	.name = "reset_signal",
	.about = "a reset that a signal cuts short loses nothing",
	.clauses = "R46 R47",
	.collectors = COLLECT_RING | COLLECT_RING_BITMAP,
	.cases = cases,
	.nr_cases = ARRAY_LEN(cases),
	.run = run,
};
