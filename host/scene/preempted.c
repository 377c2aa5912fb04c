// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/preempted.h"

#include <string.h>

#include "host/machine/machine.h"
#include "verdict/verdict.h"

struct looker {
	void (*look)(void *ctx);
	void *ctx;
};

static void *look_there(void *arg)
{
	const struct looker *l = arg;

	verdict_own_thread();
	l->look(l->ctx);
	return NULL;
}

void preempted(struct machine *m, u32 vcpu, void (*look)(void *ctx), void *ctx)
{
	struct looker l = { look, ctx };
	pthread_attr_t attr;
	pthread_t thread;
	cpu_set_t its;
	int err;

	err = pthread_getaffinity_np(m->vcpu[vcpu].thread, sizeof(its), &its);
	if (err)
		verdict_error("pthread_getaffinity_np: %s", strerror(err));
	if (CPU_COUNT(&its) != 1)
		verdict_error("vCPU %u may use %d CPUs", vcpu, CPU_COUNT(&its));
	pthread_attr_init(&attr);
	err = pthread_attr_setaffinity_np(&attr, sizeof(its), &its);
	if (err)
		verdict_error("pthread_attr_setaffinity_np: %s", strerror(err));
	err = pthread_create(&thread, &attr, look_there, &l);
	if (err)
		verdict_error("pthread_create: %s", strerror(err));
	pthread_attr_destroy(&attr);
	pthread_join(thread, NULL);
}
