/* SPDX-License-Identifier: GPL-2.0-only */
/* What a guest stores to between measurements. */
#ifndef HOST_COST_EVERY_H
#define HOST_COST_EVERY_H

#include "lib/types.h"

struct run;

/* Store to @count pages of a slot, one in every @step; 0: to all of its pages. */
void every_page(struct run *r, u32 slot, u32 count, u32 step);

#endif
