// SPDX-License-Identifier: GPL-2.0-only
/* Shapes of a dirty rate: sums and corners that can be done in the head. */
#include "host/rate/shape.h"
#include "selftest/unit/unit.h"

static u32 sum(enum shape shape, u32 most, u32 nr)
{
	u32 all = 0;

	for (u32 i = 0; i < nr; i++)
		all += shape_stores(shape, most, i, nr);
	return all;
}

int main(void)
{
	bool most = true;

	unit_begin("shape");
	check(!sum(SHAPE_IDLE, 100, 8), "idle-is-none");
	check(sum(SHAPE_CONSTANT, 100, 8) == 800, "constant-is-all");
	check(shape_stores(SHAPE_RAMP, 100, 0, 4) == 25 &&
		      shape_stores(SHAPE_RAMP, 100, 3, 4) == 100 &&
		      sum(SHAPE_RAMP, 100, 4) == 250,
	      "ramp-ends-at-the-most");
	check(sum(SHAPE_BURST, 100, 8) == 200 &&
		      shape_stores(SHAPE_BURST, 100, 5, 8) == 100,
	      "burst-is-one-in-four");
	check(sum(SHAPE_SQUARE, 100, 4) == 250 &&
		      shape_stores(SHAPE_SQUARE, 100, 2, 4) == 25,
	      "square-is-half-and-half");
	for (u32 s = 0; s < NR_SHAPES; s++)
		for (u32 i = 0; i < 9; i++)
			most &= shape_stores(s, 100, i, 9) <= 100 &&
				!shape_stores(s, 0, i, 9);
	check(most, "none-granted-is-none");
	check(shape_name(0) && shape_name(NR_SHAPES - 1) &&
		      !shape_name(NR_SHAPES),
	      "names-end");
	return unit_end();
}
