/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each page of the firmware payload must hold.  Store number n (from 1) of
 * vCPU v writes abi_value(v, n) to the first 8 bytes of the page that the
 * pattern yields n-th, starting over for ever; a page without a store holds 0.
 * So the number of stores and the command say it all, and neither the payload
 * nor the host has to keep a table that could itself be lost.
 */
#ifndef LIB_TRUTH_H
#define LIB_TRUTH_H

#include "lib/command.h"

/* A walk of the pattern without an end. */
void truth_start(struct pattern *p, const struct pattern_spec *spec);
u32 truth_next(struct pattern *p);

/*
 * The number of stores after which the walk comes back to the same page, each
 * time; 0 for the patterns that draw pages at random.
 */
u32 truth_cycle(const struct pattern_spec *spec);

/* @must[page] for each page of vCPU @vcpu after @stores stores. */
void truth_pages(const struct command *c, u32 vcpu, u64 stores, u64 *must);

#endif
