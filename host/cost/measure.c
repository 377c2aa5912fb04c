// SPDX-License-Identifier: GPL-2.0-only
#include "host/cost/measure.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "host/machine/arch.h"
#include "host/round/run.h"
#include "verdict/verdict.h"

static u64 now(const struct measure *m)
{
	const struct machine *machine = m->r->machine;
	u64 ran = 0;

	for (u32 i = 0; m->by_vcpus && i < machine->nr_vcpus; i++)
		ran += machine->vcpu[i].ran;
	return m->by_vcpus ? ran : arch_ticks();
}

/*
 * A step that waits for a grace period wakes a kernel thread, and is woken by it.  Which of
 * both goes on first would be the scheduler's choice, by what each has run so far, and steps
 * would take now this long, now that long.  The step goes on first.  On a machine that has
 * other things to do this is not for us to ask for.
 */
static void go_first(const struct run *r)
{
	const struct sched_param lowest = { .sched_priority = 1 };

	if (!r->own_machine)
		return;
	errno = pthread_setschedparam(pthread_self(), SCHED_FIFO, &lowest);
	for (u32 i = 0; !errno && i < r->machine->nr_vcpus; i++)
		errno = pthread_setschedparam(r->machine->vcpu[i].thread, SCHED_FIFO, &lowest);
	if (errno)
		verdict_error("SCHED_FIFO: %s", strerror(errno));
}

struct measure measure_of(const struct run *r, u64 x, const char *what)
{
	go_first(r);
	return (struct measure){ .r = r, .x = x, .what = what };
}

void measure_by_vcpus(struct measure *m)
{
	m->by_vcpus = true;
}

bool measure_more(struct measure *m)
{
	return m->times <= MEASURE_TIMES;
}

void measure_start(struct measure *m)
{
	m->begun = now(m);
}

void measure_stop(struct measure *m)
{
	u64 took = now(m) - m->begun;

	if (m->times)
		m->took[m->times - 1] = took;
	m->times++;
}

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

void measure_note(struct measure *m)
{
	qsort(m->took, MEASURE_TIMES, sizeof(*m->took), compare);
	verdict_note("cost: %lu %s took %lu, %lu, %lu", m->x, m->what, m->took[0],
		     m->took[MEASURE_TIMES / 2], m->took[MEASURE_TIMES - 1]);
}
