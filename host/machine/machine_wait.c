// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for vCPUs: until they are done, have begun so many stores, or have
 * left KVM_RUN. And what to say about a vCPU that never will.
 */
#include <sched.h>
#include <stdio.h>
#include <time.h>

#include "host/machine/arch.h"
#include "host/machine/cpus.h"
#include "host/machine/vcpu.h"
#include "verdict/verdict.h"

#define NS_PER_S 1000000000ull
/* More than a look at the vCPUs takes. */
#define LOOK_NS (NS_PER_S / 10)

/* End the case, and say in the payload's words which store the vCPU was at. */
static void __attribute__((noreturn)) gone(struct machine_vcpu *v, bool hung)
{
	const struct abi_vcpu *b = v->block;

	if (v->cannot && v->machine->probing) {
		verdict_note("%s", v->words);
		verdict_skip("host cannot execute %s%s", v->machine->probing,
			     v->machine->user ? " in user mode" : "");
	}
	verdict_note("vCPU %u was at store record %lu of %u, store number %lu",
		     v->index, b->records, b->nr_records, b->stores);
	if (hung)
		verdict_timeout("vCPU %u hangs: no store begun for %u s, pc 0x%lx",
				v->index, v->machine->deadline_s,
				arch_pc(v->kvm));
	if (v->cannot)
		verdict_error("vCPU %u: %s", v->index, v->words);
	verdict_fail("guest died, vCPU %u: %s", v->index, v->words);
}

static u64 stores_begun(const struct machine *m)
{
	u64 sum = 0;

	for (u32 i = 0; i < m->nr_vcpus; i++)
		sum += __atomic_load_n(&m->vcpu[i].block->stores,
				       __ATOMIC_RELAXED);
	return sum;
}

/* Whether a vCPU hangs is asked each half deadline. */
struct watch {
	u64 stores;
	bool suspected; /* no store was begun in the half before from_ns */
	u64 from_ns;
};

static u64 half_ns(const struct machine *m)
{
	return m->deadline_s * NS_PER_S / 2;
}

/* How long a vCPU that runs has waited for a CPU at most, since from_ns. */
static u64 starved_ns(const struct machine *m)
{
	u64 most = 0;

	for (u32 i = 0; i < m->nr_vcpus; i++) {
		const struct machine_vcpu *v = &m->vcpu[i];
		u64 ns = v->state == VCPU_GO ? cpus_starved_ns(v->tid) : 0;

		if (ns > v->starved_ns && ns - v->starved_ns > most)
			most = ns - v->starved_ns;
	}
	return most;
}

/*
 * True if no store was begun for the whole deadline.  In the second half, time for which a
 * vCPU waited for a CPU does not count.  In the first half nobody asks, since most waits are
 * short, and reading /proc costs more than these.  The caller holds the lock.
 */
static bool is_hang(struct machine *m, struct watch *w)
{
	u64 stores = stores_begun(m);

	if (stores != w->stores) {
		*w = (struct watch){ .stores = stores };
	} else if (!w->suspected) {
		w->suspected = true;
		w->from_ns = machine_now_ns();
		for (u32 i = 0; i < m->nr_vcpus; i++)
			m->vcpu[i].starved_ns = cpus_starved_ns(m->vcpu[i].tid);
	} else {
		return machine_now_ns() - w->from_ns + LOOK_NS >= half_ns(m) + starved_ns(m);
	}
	return false;
}

static void add_ns(struct timespec *t, u64 ns)
{
	ns += t->tv_nsec;
	t->tv_sec += ns / NS_PER_S;
	t->tv_nsec = ns % NS_PER_S;
}

/*
 * End the case for a hang: kick the first vCPU that still runs out of KVM_RUN.
 */
static void __attribute__((noreturn)) hung(struct machine *m)
{
	struct timespec until;
	struct machine_vcpu *v;

	for (v = m->vcpu; v->state != VCPU_GO; v++)
		;
	vcpu_kick(v);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += m->deadline_s;
	while (v->state == VCPU_GO)
		if (pthread_cond_timedwait(&m->changed, &m->lock, &until))
			verdict_timeout("vCPU %u hangs inside KVM_RUN and does not heed a signal",
					v->index);
	gone(v, true);
}

/*
 * The first vCPU in @state, NULL if there is none. The caller holds the lock.
 */
static struct machine_vcpu *any(struct machine *m,
				enum machine_vcpu_state state)
{
	for (u32 i = 0; i < m->nr_vcpus; i++)
		if (m->vcpu[i].state == state)
			return &m->vcpu[i];
	return NULL;
}

static u32 nr_going(const struct machine *m)
{
	u32 nr = 0;

	for (u32 i = 0; i < m->nr_vcpus; i++)
		nr += m->vcpu[i].state == VCPU_GO;
	return nr;
}

/*
 * Wait for a change. If no store is begun before the deadline, it is a hang. A vCPU may
 * have stopped between the end of the time and the lock: that is a change, too.
 */
static void wait_for_change(struct machine *m)
{
	struct watch watch = { .stores = stores_begun(m) };
	u32 nr = nr_going(m);
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	add_ns(&until, half_ns(m));
	while (pthread_cond_timedwait(&m->changed, &m->lock, &until)) {
		if (nr_going(m) != nr)
			return;
		if (is_hang(m, &watch))
			hung(m);
		add_ns(&until, half_ns(m));
	}
}

/* Look after dead vCPUs and full rings. True if a vCPU still runs. */
static bool serve(struct machine *m)
{
	struct machine_vcpu *v;
	bool more;

	pthread_mutex_lock(&m->lock);
	v = any(m, VCPU_DEAD);
	if (v && !m->may_die)
		gone(v, false);
	if (v) {
		pthread_mutex_unlock(&m->lock);
		return false;
	}
	v = any(m, VCPU_FULL);
	if (v) {
		if (!m->full)
			verdict_fail("vCPU %u: KVM_EXIT_DIRTY_RING_FULL where nothing is logged",
				     v->index);
		v->nr_full++;
		pthread_mutex_unlock(&m->lock);
		m->full(m->full_ctx, v);
		pthread_mutex_lock(&m->lock);
		v->state = v->hold ? VCPU_HELD : VCPU_GO;
		pthread_cond_broadcast(&m->changed);
	}
	more = any(m, VCPU_GO) || any(m, VCPU_FULL);
	pthread_mutex_unlock(&m->lock);
	return more;
}

void machine_on_full(struct machine *m,
		     void (*full)(void *ctx, struct machine_vcpu *v), void *ctx)
{
	m->full = full;
	m->full_ctx = ctx;
}

void machine_on_input(struct machine *m,
		      void (*input)(void *ctx, struct machine_vcpu *v), void *ctx)
{
	m->input = input;
	m->input_ctx = ctx;
}

void machine_wait(struct machine *m)
{
	while (serve(m)) {
		pthread_mutex_lock(&m->lock);
		if (!any(m, VCPU_FULL) && !any(m, VCPU_DEAD) && any(m, VCPU_GO))
			wait_for_change(m);
		pthread_mutex_unlock(&m->lock);
	}
}

struct machine_vcpu *machine_wait_death(struct machine *m)
{
	struct machine_vcpu *dead;

	m->may_die = true;
	machine_wait(m);
	m->may_die = false;
	pthread_mutex_lock(&m->lock);
	dead = any(m, VCPU_DEAD);
	pthread_mutex_unlock(&m->lock);
	return dead;
}

/*
 * Wait until @reached, a condition on memory that the guest writes. True if it
 * came.
 */
static bool poll(struct machine *m, bool (*reached)(struct machine *m, u64 arg),
		 u64 arg)
{
	struct watch watch = { .stores = stores_begun(m) };
	u64 asked_ns = machine_now_ns();

	while (serve(m)) {
		u64 now_ns = machine_now_ns();

		if (reached(m, arg))
			return true;
		if (now_ns - asked_ns >= half_ns(m)) {
			asked_ns = now_ns;
			pthread_mutex_lock(&m->lock);
			if (is_hang(m, &watch) && any(m, VCPU_GO))
				hung(m);
			pthread_mutex_unlock(&m->lock);
		}
		sched_yield();
		arch_relax();
	}
	return false;
}

static bool have_begun(struct machine *m, u64 total)
{
	return stores_begun(m) >= total;
}

bool machine_wait_stores(struct machine *m, u64 total)
{
	return poll(m, have_begun, total);
}

static bool has_spent(struct machine *m, u64 vcpu)
{
	const struct abi_vcpu *b = m->vcpu[vcpu].block;

	return m->vcpu[vcpu].state == VCPU_IDLE ||
	       __atomic_load_n(&b->waiting, __ATOMIC_ACQUIRE) == b->credit + 1;
}

bool machine_wait_spent(struct machine *m, u32 vcpu)
{
	return poll(m, has_spent, vcpu) &&
	       m->vcpu[vcpu].state != VCPU_IDLE;
}

static bool is_held(struct machine *m, u64 vcpu)
{
	const struct abi_vcpu *b = m->vcpu[vcpu].block;

	return m->vcpu[vcpu].state == VCPU_IDLE ||
	       __atomic_load_n(&b->waiting, __ATOMIC_ACQUIRE) ==
		       __atomic_load_n(&b->stores, __ATOMIC_ACQUIRE) + 1;
}

bool machine_hold(struct machine *m, u32 vcpu)
{
	machine_credit(m, vcpu, 0);
	if (!poll(m, is_held, vcpu))
		return false;
	machine_credit(m, vcpu, m->vcpu[vcpu].block->stores);
	return m->vcpu[vcpu].state != VCPU_IDLE;
}

u64 machine_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

bool machine_wait_time(struct machine *m, u64 until_ns)
{
	struct timespec until = { .tv_sec = until_ns / NS_PER_S,
				  .tv_nsec = until_ns % NS_PER_S };

	while (machine_now_ns() < until_ns) {
		serve(m);
		pthread_mutex_lock(&m->lock);
		if (!any(m, VCPU_FULL) && !any(m, VCPU_DEAD))
			pthread_cond_timedwait(&m->changed, &m->lock, &until);
		pthread_mutex_unlock(&m->lock);
	}
	return serve(m);
}

void machine_release(struct machine *m, u32 vcpu)
{
	struct machine_vcpu *v = &m->vcpu[vcpu];

	pthread_mutex_lock(&m->lock);
	v->hold = false;
	if (v->state == VCPU_HELD)
		v->state = VCPU_GO;
	pthread_cond_broadcast(&m->changed);
	pthread_mutex_unlock(&m->lock);
}

void machine_pause(struct machine *m)
{
	pthread_mutex_lock(&m->lock);
	for (u32 i = 0; i < m->nr_vcpus; i++)
		if (m->vcpu[i].state == VCPU_GO)
			vcpu_kick(&m->vcpu[i]);
	while (any(m, VCPU_GO))
		wait_for_change(m);
	pthread_mutex_unlock(&m->lock);
}

void machine_resume(struct machine *m)
{
	pthread_mutex_lock(&m->lock);
	for (u32 i = 0; i < m->nr_vcpus; i++) {
		struct machine_vcpu *v = &m->vcpu[i];

		v->pause = false;
		__atomic_store_n(&v->kvm->run->immediate_exit, 0,
				 __ATOMIC_RELEASE);
		if (v->state == VCPU_PAUSED)
			v->state = VCPU_GO;
	}
	pthread_cond_broadcast(&m->changed);
	pthread_mutex_unlock(&m->lock);
}
