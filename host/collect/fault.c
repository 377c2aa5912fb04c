// SPDX-License-Identifier: GPL-2.0-only
#include "host/collect/fault.h"

#include <string.h>

static const char *const names[] = {
	[FAULT_NONE] = "none",
	[FAULT_LOSE_BIT] = "lose-bit",
	[FAULT_EXTRA_BIT] = "extra-bit",
	[FAULT_TAIL_BIT] = "tail-bit",
	[FAULT_NO_REPROTECT] = "no-reprotect",
	[FAULT_SHIFT_CLEAR] = "shift-clear",
	[FAULT_CLEAR_NOTHING] = "clear-nothing",
	[FAULT_RING_DROP] = "ring-drop",
	[FAULT_RING_DUP] = "ring-dup",
	[FAULT_RING_MISNUMBER] = "ring-misnumber",
	[FAULT_RING_SLOT] = "ring-slot",
	[FAULT_BACKUP_BIT] = "backup-bit",
	[FAULT_RESET_COUNT] = "reset-count",
	[FAULT_ERRNO] = "errno",
	[FAULT_STALE_SAMPLE] = "stale-sample",
	[FAULT_GUEST_SKIP] = "guest-skip",
};

static enum fault chosen;
static bool armed;

const char *fault_name(u32 i)
{
	return i < ARRAY_LEN(names) ? names[i] : NULL;
}

bool fault_choose(const char *name)
{
	for (u32 i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(names[i], name))
			continue;
		chosen = i;
		return true;
	}
	return false;
}

void fault_arm(void)
{
	armed = true;
}

bool fault_pending(void)
{
	return armed &&
	       __atomic_load_n(&chosen, __ATOMIC_RELAXED) != FAULT_NONE;
}

bool fault_strikes(enum fault fault)
{
	/* Once: the first caller wins. */
	return armed && fault != FAULT_NONE &&
	       __atomic_compare_exchange_n(&chosen, &fault, FAULT_NONE, false,
					   __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}
