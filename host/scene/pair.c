// SPDX-License-Identifier: GPL-2.0-only
#include "host/scene/pair.h"

#include <pthread.h>
#include <string.h>

#include "verdict/verdict.h"

struct side {
	void (*what)(void *ctx, u32 which);
	void (*after)(void *ctx);
	void *ctx;
	u32 which;
	pthread_barrier_t *both;
};

static void *begin(void *arg)
{
	struct side *s = arg;

	verdict_own_thread();
	pthread_barrier_wait(s->both);
	s->what(s->ctx, s->which);
	if (pthread_barrier_wait(s->both) == PTHREAD_BARRIER_SERIAL_THREAD)
		s->after(s->ctx);
	pthread_barrier_wait(s->both);
	return NULL;
}

void pair_run_then(void (*what)(void *ctx, u32 which), void (*after)(void *ctx),
		   void *ctx)
{
	pthread_barrier_t both;
	struct side side[2];
	pthread_t thread[2];

	pthread_barrier_init(&both, NULL, 2);
	for (u32 i = 0; i < 2; i++) {
		int err;

		side[i] = (struct side){ what, after, ctx, i, &both };
		err = pthread_create(&thread[i], NULL, begin, &side[i]);
		if (err)
			verdict_error("pthread_create: %s", strerror(err));
	}
	for (u32 i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	pthread_barrier_destroy(&both);
}

static void nothing(void *ctx)
{
	(void)ctx;
}

void pair_run(void (*what)(void *ctx, u32 which), void *ctx)
{
	pair_run_then(what, nothing, ctx);
}
