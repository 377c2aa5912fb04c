/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Injected faults: a shim between collectors and KVM that tells one lie, as a
 * broken KVM could. The lie is told at the first opportunity after the case has
 * reached its starting state. By these faults `make check` sees every check of
 * the gate fail.
 */
#ifndef HOST_COLLECT_FAULT_H
#define HOST_COLLECT_FAULT_H

#include "lib/types.h"

enum fault {
	FAULT_NONE,
	FAULT_LOSE_BIT,	     /* a harvested bit is gone */
	FAULT_EXTRA_BIT,     /* a bit too many */
	FAULT_TAIL_BIT,	     /* a bit past the end of the slot */
	FAULT_NO_REPROTECT,  /* a reported page is not tracked any more */
	FAULT_SHIFT_CLEAR,   /* a clear range lands one word too far */
	FAULT_CLEAR_NOTHING, /* a clear succeeds and clears nothing */
	FAULT_RING_DROP,     /* no entry of a page is seen any more */
	FAULT_RING_DUP,	     /* an entry is seen twice */
	FAULT_RING_MISNUMBER, /* an entry names the next page */
	FAULT_RING_SLOT,     /* an entry names another slot */
	FAULT_BACKUP_BIT,    /* a page is in the ring's backup bitmap too */
	FAULT_RESET_COUNT,   /* a reset counts one entry too many */
	FAULT_ERRNO,	     /* ENOENT comes as EINVAL */
	FAULT_STALE_SAMPLE,  /* a page that changed has the hash that it had */
	FAULT_GUEST_SKIP,    /* the payload leaves out a store, which is no
			      * fault of KVM */
};

/*
 * Choose a fault by name; false if there is none of that name. The names are
 * fault_name(0) and on, until NULL.
 */
bool fault_choose(const char *name);
const char *fault_name(u32 i);

/* The case has reached its starting state: the fault may strike from now on. */
void fault_arm(void);

/* True if the chosen fault is armed and has not struck. */
bool fault_pending(void);

/*
 * True once, if @fault is the chosen one and armed: the caller tells the lie.
 */
bool fault_strikes(enum fault fault);

#endif
