/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The shape of a dirty rate over time: how many stores a vCPU is granted in
 * each of several windows. These are numbers only; host/rate/window.h opens
 * windows.
 */
#ifndef HOST_RATE_SHAPE_H
#define HOST_RATE_SHAPE_H

#include "lib/types.h"

enum shape {
	SHAPE_IDLE,	/* none at all */
	SHAPE_CONSTANT, /* the same in each window */
	SHAPE_RAMP,	/* more in each window, the most in the last */
	SHAPE_BURST,	/* all in the second of every four, nothing else */
	SHAPE_SQUARE,	/* two windows of the most, two of a quarter */
	NR_SHAPES
};

/* The stores of window @window of @nr (from 0), at most @most. */
u32 shape_stores(enum shape shape, u32 most, u32 window, u32 nr);

/* The shape of that name ("constant", ...), NULL if there is none. */
const char *shape_name(u32 shape);

#endif
