/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Read the firmware payload's account from the serial port (docs/firmware.md):
 * the stores that the guest did, and whether its memory holds what it must.
 * Other lines are the firmware's and are ignored.  The last line of any kind is
 * kept for messages.
 */
#ifndef VMM_ACCOUNT_H
#define VMM_ACCOUNT_H

#include "lib/command.h"

struct account_vcpu {
	u64 area; /* guest physical address */
	u64 seconds; /* number of lines "second" that came */
	u64 total, written, unique, late; /* of the last such line */
	/* since account_restart(): the extreme of a second, and the sum */
	u64 worst_late, least_unique, forgiven;
	u64 final; /* number of stores at the end */
};

struct account {
	char line[512]; /* the line that is being read */
	u32 length;
	char last[160]; /* the last line, without control characters */
	bool booted; /* the payload runs, and the areas are known */
	bool ended;
	u64 nr_marks; /* lines "mark" */
	u64 nr_bad; /* number of bad pages, from the line "end" */
	u64 own; /* most pages that the payload writes outside the areas */
	u32 nr_vcpus;
	struct account_vcpu vcpu[COMMAND_MAX_VCPUS];
	char bad[160]; /* the first line "bad" */
	char broken[160]; /* the line "trap" or "error" */
};

void account_init(struct account *a, u32 nr_vcpus);

/* Read @bytes characters that came from the serial port. */
void account_feed(struct account *a, const char *text, size_t bytes);

/* Begin anew with worst_late, least_unique and forgiven. */
void account_restart(struct account *a);

/* The number of seconds that every vCPU has reported. */
u64 account_seconds(const struct account *a);

#endif
