// SPDX-License-Identifier: GPL-2.0-only
#include "host/machine/vcpu.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/machine/arch.h"
#include "verdict/verdict.h"

#define KICK SIGUSR1

static void kicked(int sig)
{
	(void)sig;
}

void vcpu_setup_kick(void)
{
	/* without SA_RESTART, or KVM_RUN would go on by itself */
	struct sigaction sa = { .sa_handler = kicked };

	sigaction(KICK, &sa, NULL);
}

void vcpu_kick(struct machine_vcpu *v)
{
	/*
	 * KVM looks at immediate_exit on the way into KVM_RUN, and at signals
	 * afterwards. So one of the two stops the thread, whichever side of the
	 * entry it is on.
	 */
	v->pause = true;
	__atomic_store_n(&v->kvm->run->immediate_exit, 1, __ATOMIC_RELEASE);
	pthread_kill(v->thread, KICK);
}

/* KVM_EXIT_INTERNAL_ERROR (api.rst, struct kvm_run), with the data that KVM adds. */
static void describe_internal(const struct kvm_run *run, u64 pc, char *to,
			      size_t room)
{
	int n;

	if (run->internal.suberror == KVM_INTERNAL_ERROR_EMULATION) {
		snprintf(to, room, "KVM cannot emulate the instruction, pc 0x%lx",
			 pc);
		return;
	}
	n = snprintf(to, room, "KVM internal error %u, pc 0x%lx",
		     run->internal.suberror, pc);
	for (u32 i = 0; i < run->internal.ndata && i < 4; i++)
		n += snprintf(to + n, room - n, "%s 0x%llx", i ? "" : ", data",
			      run->internal.data[i]);
}

/* Say in words what the guest died of. */
static void describe_exit(struct machine_vcpu *v, int err)
{
	const struct kvm_run *run = v->kvm->run;
	char *to = v->words;
	size_t room = sizeof(v->words);
	u64 pc = arch_pc(v->kvm);

	if (err)
		snprintf(to, room, "KVM_RUN failed: %s, pc 0x%lx",
			 strerror(err), pc);
	else if (run->exit_reason == KVM_EXIT_SHUTDOWN)
		snprintf(to, room, "triple fault, pc 0x%lx",
			 pc);
	else if (run->exit_reason == KVM_EXIT_INTERNAL_ERROR)
		describe_internal(run, pc, to, room);
	else if (run->exit_reason == KVM_EXIT_MMIO)
		snprintf(to, room, "%s outside all slots at 0x%lx, pc 0x%lx",
			 run->mmio.is_write ? "write" : "read",
			 (u64)run->mmio.phys_addr,
			 pc);
	else
		snprintf(to, room, "unexpected exit %s, pc 0x%lx",
			 exit_reason_str(run->exit_reason),
			 pc);
	v->cannot = !err && run->exit_reason == KVM_EXIT_INTERNAL_ERROR &&
		    run->internal.suberror == KVM_INTERNAL_ERROR_EMULATION;
}

static enum machine_vcpu_state bell_rung(struct machine_vcpu *v, u32 bell)
{
	const struct abi_trap *trap = &v->block->trap;

	if (bell == ABI_BELL_DONE)
		return VCPU_IDLE;
	if (bell == ABI_BELL_TRAP) {
		snprintf(v->words, sizeof(v->words),
			 "exception %lu (%s), error code 0x%lx, pc 0x%lx, address 0x%lx",
			 trap->vector,
			 arch_trap_name(trap->vector),
			 trap->error,
			 trap->pc,
			 trap->address);
		v->cannot = arch_trap_is_undefined(trap->vector);
	} else {
		snprintf(v->words, sizeof(v->words),
			 "the payload rejects record %lu",
			 trap->vector);
	}
	return VCPU_DEAD;
}

/*
 * A store to a read-only slot comes to userspace as if the slot were a device
 * (api.rst 4.35). It is counted, and nothing is stored.
 */
static bool refused(struct machine_vcpu *v)
{
	const struct kvm_run *run = v->kvm->run;
	u64 gpa = run->mmio.phys_addr;

	if (run->exit_reason != KVM_EXIT_MMIO || !run->mmio.is_write)
		return false;
	for (u32 i = 0; i < v->machine->nr_slots; i++) {
		const struct machine_slot *s = &v->machine->slot[i];

		if (s->readonly && gpa >= s->gpa &&
		    gpa - s->gpa < s->nr_pages << v->machine->page_shift) {
			v->nr_refused++;
			return true;
		}
	}
	return false;
}

/* Run until something happens that the machine must know about. */
static enum machine_vcpu_state run(struct machine_vcpu *v)
{
	for (;;) {
		int ret, err;
		u64 before;
		u32 bell;

		v->epoch_at_entry = __atomic_load_n(&v->epoch,
						    __ATOMIC_SEQ_CST);
		before = arch_ticks();
		ret = __vcpu_run(v->kvm);
		v->ran += arch_ticks() - before;
		err = ret ? errno : 0;

		if (err == EINTR || err == EAGAIN) {
			if (__atomic_load_n(&v->pause, __ATOMIC_ACQUIRE))
				return VCPU_PAUSED;
			continue;
		}
		if (!err && arch_doorbell_exit(v->kvm, &bell))
			return bell_rung(v, bell);
		if (!err &&
		    v->kvm->run->exit_reason == KVM_EXIT_DIRTY_RING_FULL)
			return VCPU_FULL;
		if (!err && arch_input_exit(v->kvm)) {
			if (v->machine->input)
				v->machine->input(v->machine->input_ctx, v);
			continue;
		}
		if (!err && refused(v))
			continue;
		describe_exit(v, err);
		return VCPU_DEAD;
	}
}

void *vcpu_thread(void *arg)
{
	struct machine_vcpu *v = arg;
	struct machine *m = v->machine;

	verdict_own_thread();
	pthread_mutex_lock(&m->lock);
	v->tid = gettid();
	for (;;) {
		enum machine_vcpu_state next;

		while (v->state != VCPU_GO)
			pthread_cond_wait(&m->changed, &m->lock);
		if (v->pause) {
			next = VCPU_PAUSED;
		} else {
			pthread_mutex_unlock(&m->lock);
			next = run(v);
			pthread_mutex_lock(&m->lock);
		}
		v->state = next;
		pthread_cond_broadcast(&m->changed);
	}
	return NULL;
}
