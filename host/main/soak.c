// SPDX-License-Identifier: GPL-2.0-only
#include "host/main/soak.h"

#include <stdio.h>

#include "host/machine/machine.h"

#define NS_PER_S 1000000000ull
#define EVERY_S 10

void soak_begin(struct soak *s)
{
	*s = (struct soak){ .begin_ns = machine_now_ns() };
	s->printed_ns = s->begin_ns;
}

void soak_add(struct soak *s, const struct verdict_page *v)
{
	s->nr_sequences += v->nr_sequences;
	s->nr_steps += v->nr_steps;
	s->nr_stores += v->nr_stores;
}

bool soak_is_due(struct soak *s)
{
	u64 now_ns = machine_now_ns();

	if (now_ns - s->printed_ns < EVERY_S * NS_PER_S)
		return false;
	s->printed_ns = now_ns;
	return true;
}

void soak_print(const struct soak *s)
{
	double seconds = (s->printed_ns - s->begin_ns) / (double)NS_PER_S;

	printf("# soak: %.0f s, %lu sequences, %lu steps (%.0f/s), %lu pages (%.0f/s)\n",
	       seconds, s->nr_sequences, s->nr_steps, s->nr_steps / seconds,
	       s->nr_stores, s->nr_stores / seconds);
	fflush(stdout);
}
