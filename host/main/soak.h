/* SPDX-License-Identifier: GPL-2.0-only */
/* The progress of a soak. */
#ifndef HOST_MAIN_SOAK_H
#define HOST_MAIN_SOAK_H

#include "verdict/verdict.h"

struct soak {
	u64 begin_ns, printed_ns;
	u64 nr_sequences, nr_steps, nr_stores;
};

void soak_begin(struct soak *s);

/* Count what a case has done so far. */
void soak_add(struct soak *s, const struct verdict_page *v);

/* True every ten seconds. */
bool soak_is_due(struct soak *s);

/* A line "# soak: ..." on standard output. */
void soak_print(const struct soak *s);

#endif
