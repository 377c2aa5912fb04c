// SPDX-License-Identifier: GPL-2.0-only
#include "host/rate/shape.h"

#include <stdlib.h>

u32 shape_stores(enum shape shape, u32 most, u32 window, u32 nr)
{
	switch (shape) {
	case SHAPE_CONSTANT:
		return most;
	case SHAPE_RAMP:
		return (u64)most * (window + 1) / nr;
	case SHAPE_BURST:
		return window % 4 == 1 ? most : 0;
	case SHAPE_SQUARE:
		return window % 4 < 2 ? most : most / 4;
	default:
		return 0;
	}
}

const char *shape_name(u32 shape)
{
	static const char *const names[NR_SHAPES] = {
		[SHAPE_IDLE] = "idle",	   [SHAPE_CONSTANT] = "constant",
		[SHAPE_RAMP] = "ramp",	   [SHAPE_BURST] = "burst",
		[SHAPE_SQUARE] = "square",
	};

	return shape < NR_SHAPES ? names[shape] : NULL;
}
