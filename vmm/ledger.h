/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The firmware payload's ledger, as it comes over the serial port
 * (docs/firmware.md): what the guest says it did, and whether its memory is
 * what it should be.  Lines of the firmware in between are ignored; only the
 * last one is kept, for the case that nothing else comes.
 */
#ifndef VMM_LEDGER_H
#define VMM_LEDGER_H

#include "lib/command.h"

struct ledger_vcpu {
	u64 area; /* guest physical address */
	u64 seconds; /* lines of it that came */
	u64 total, written, unique, late; /* of the last one */
	/* of a second, or in all, since ledger_restart() */
	u64 worst_late, least_unique, forgiven;
	u64 final; /* total at the end */
};

struct ledger {
	char line[512]; /* that is being read */
	u32 length;
	char last[160]; /* line of any kind, without control characters */
	bool booted; /* and its areas are known */
	bool ended;
	u64 nr_bad; /* as it says at its end */
	u64 own; /* pages that it writes besides the areas */
	u32 nr_vcpus;
	struct ledger_vcpu vcpu[COMMAND_MAX_VCPUS];
	char bad[160]; /* first page that was told to be bad */
	char broken[160]; /* it trapped, or said that it cannot run */
};

void ledger_init(struct ledger *l, u32 nr_vcpus);

/* What came from the serial port. */
void ledger_feed(struct ledger *l, const char *text, size_t bytes);

/* Forget how late, and how idle, the vCPUs were. */
void ledger_restart(struct ledger *l);

/* The least number of seconds that any vCPU has told of. */
u64 ledger_seconds(const struct ledger *l);

#endif
