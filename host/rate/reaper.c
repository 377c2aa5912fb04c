// SPDX-License-Identifier: GPL-2.0-only
#include "host/rate/reaper.h"

#include <errno.h>
#include <string.h>

#include "host/round/run.h"

static void *reap(void *arg)
{
	struct reaper *p = arg;

	verdict_own_thread();
	pthread_mutex_lock(&p->lock);
	while (!p->stop || p->done != p->asked) {
		if (p->done == p->asked) {
			pthread_cond_wait(&p->changed, &p->lock);
			continue;
		}
		pthread_mutex_unlock(&p->lock);
		round_harvest_live(p->run);
		pthread_mutex_lock(&p->lock);
		p->done++;
		pthread_cond_broadcast(&p->changed);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

void reaper_start(struct reaper *p, struct run *r)
{
	memset(p, 0, sizeof(*p));
	p->run = r;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	errno = pthread_create(&p->thread, NULL, reap, p);
	if (errno)
		verdict_error("pthread_create: %s", strerror(errno));
}

void reaper_wake(struct reaper *p)
{
	pthread_mutex_lock(&p->lock);
	p->asked++;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

void reaper_settle(struct reaper *p)
{
	pthread_mutex_lock(&p->lock);
	while (p->done != p->asked)
		pthread_cond_wait(&p->changed, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

void reaper_stop(struct reaper *p)
{
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
}
