// SPDX-License-Identifier: GPL-2.0-only
#include "host/cost/every.h"

#include "host/round/round.h"

void every_page(struct run *r, u32 slot, u32 count, u32 step)
{
	round_queue(r, (struct stores){ .op = "store-64", .slot = slot,
					.pattern = { .kind = PATTERN_STRIDE, .step = step,
						     .nr_pages = count * step } });
	round_run(r);
}
