// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/preempted.h"

#include <stdlib.h>
#include <string.h>

#include "host/machine/cpus.h"
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
	size_t bytes = CPU_ALLOC_SIZE(CPUS_MOST);
	cpu_set_t *its = CPU_ALLOC(CPUS_MOST);
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	if (!its)
		abort();
	CPU_ZERO_S(bytes, its);
	err = pthread_getaffinity_np(m->vcpu[vcpu].thread, bytes, its);
	if (err)
		verdict_error("pthread_getaffinity_np: %s", strerror(err));
	if (CPU_COUNT_S(bytes, its) != 1)
		verdict_error("vCPU %u may use %d CPUs", vcpu, CPU_COUNT_S(bytes, its));
	pthread_attr_init(&attr);
	err = pthread_attr_setaffinity_np(&attr, bytes, its);
	CPU_FREE(its);
	if (err)
		verdict_error("pthread_attr_setaffinity_np: %s", strerror(err));
	err = pthread_create(&thread, &attr, look_there, &l);
	if (err)
		verdict_error("pthread_create: %s", strerror(err));
	pthread_attr_destroy(&attr);
	pthread_join(thread, NULL);
}
