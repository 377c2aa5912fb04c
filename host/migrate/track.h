/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One dirty log, several users: a copy of the memory and a measurement of its
 * dirty rate can go on at the same time, though KVM reports a page once.  What
 * a sync brings is given to every user, and what is re-protected for one was
 * given to all before.  Logging goes on with the first user and off with the
 * last.
 *
 * Manual collectors: a sync only reads; what it has shown is re-protected when a
 * user says so, and never a page that no sync has shown.  All others re-protect
 * as they read.  Ring-full exits and a reaper harvest into the round, and the
 * next sync hands it out.
 */
#ifndef HOST_MIGRATE_TRACK_H
#define HOST_MIGRATE_TRACK_H

#include "host/machine/machine.h"
#include "lib/pageset.h"

struct run;

struct track_user {
	struct track_user *next;
	/* Reported since the user took them out, per slot. */
	struct pageset dirty[MACHINE_MAX_SLOTS];
};

/*
 * Mistakes that are easily made and lose pages.  They are made on purpose, so
 * that tests can see that each of them is caught.
 */
enum track_mistake {
	TRACK_STEAL = 0x01,	 /* a sync is for the user that asked for it */
	TRACK_UNSEEN = 0x02,	 /* what no sync has shown is cleared too */
	TRACK_ROUND_DOWN = 0x04, /* ... and what lies in the same word as the
				  * range's ends, shown by a sync long ago */
	TRACK_LATE_RESET = 0x08, /* rings are reset by track_reset() only */
};

struct track {
	struct run *run;
	struct track_user *users;
	bool manual;
	u32 mistakes;
	struct pageset seen[MACHINE_MAX_SLOTS]; /* manual: shown, not cleared */
	struct pageset mask[MACHINE_MAX_SLOTS]; /* empty but within a clear */
};

/* For the slots of @r's machine, by @r's collector. */
void track_init(struct track *t, struct run *r);

/* The user's sets are empty then. */
void track_join(struct track *t, struct track_user *u);
void track_leave(struct track *t, struct track_user *u);

/*
 * Ask KVM, on behalf of @u.  @last: nothing runs any more, and a backup bitmap
 * is collected too.
 */
void track_sync(struct track *t, struct track_user *u, bool last);

/* Manual: re-protect what was shown of pages @first .. @first + @nr - 1. */
void track_clear(struct track *t, u32 slot, u64 first, u64 nr);
void track_clear_all(struct track *t);

/* For TRACK_LATE_RESET: what the sync did not do. */
void track_reset(struct track *t);

void track_free(struct track *t);

#endif
