// SPDX-License-Identifier: GPL-2.0-only
#include "host/cost/measure.h"

#include <stdlib.h>

#include "host/machine/arch.h"
#include "host/round/run.h"
#include "verdict/verdict.h"

static u64 now(const struct measure *m)
{
	return m->by_vcpu ? m->r->machine->vcpu[0].ran : arch_ticks();
}

struct measure measure_of(const struct run *r, u64 x, const char *what)
{
	return (struct measure){ .r = r, .x = x, .what = what };
}

void measure_by_vcpu(struct measure *m)
{
	m->by_vcpu = true;
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
