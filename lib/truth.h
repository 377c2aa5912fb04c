/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each page of the firmware payload must hold.  Store number n (from 1) of
 * vCPU v writes abi_value(v, n) to the first 8 bytes of the pattern's n-th
 * page, or 0 where the command's word zero says so.  The pattern repeats without
 * an end.  A page without a store holds 0.  So the command and the number of
 * stores determine all contents, and nobody keeps a table that a migration
 * could lose.
 */
#ifndef LIB_TRUTH_H
#define LIB_TRUTH_H

#include "lib/command.h"

/* What store number @n of vCPU @vcpu writes. */
u64 truth_value(const struct command *c, u32 vcpu, u64 n);

/* Walk the pattern without an end: truth_next() always yields a page. */
void truth_start(struct pattern *p, const struct pattern_spec *spec);
u32 truth_next(struct pattern *p);

/*
 * The length of the walk's cycle: each page comes again after that many stores.
 * 0 for patterns that draw pages at random.
 */
u32 truth_cycle(const struct pattern_spec *spec);

/* Fill @must with what each page of vCPU @vcpu holds after @stores stores. */
void truth_pages(const struct command *c, u32 vcpu, u64 stores, u64 *must);

#endif
