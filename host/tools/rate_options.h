/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of host/tools/rate.c. */
#ifndef HOST_TOOLS_RATE_OPTIONS_H
#define HOST_TOOLS_RATE_OPTIONS_H

#include "host/collect/collect.h"
#include "host/rate/shape.h"

struct wish {
	const struct backend *backend; /* set by the caller */
	const struct collector *collector; /* set by the caller */
	enum shape shape;
	u64 rate_mib; /* per second and vCPU, at the most */
	u64 size_mib; /* per vCPU */
	u32 vcpus, windows, ms;
	bool hot, cost;
	bool only_check; /* of the options */
	const char *only; /* collectors that match this glob, or NULL */
	bool unlogged; /* for comparison */
	/* Result: the measurement of a window was wrong. */
	bool *wrong;
};

/* Exits with 2 and a line on bad usage, with 0 after -h. */
struct wish rate_options_parse(int argc, char **argv);

/* True if that collector was asked for. */
bool rate_options_want(const struct wish *x, const struct collector *c);

#endif
