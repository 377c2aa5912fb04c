/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One dirty log with several users: a copy of memory and a measurement of its
 * dirty rate go on at the same time, although KVM reports a page once. Each
 * sync gives what it brings to every user, and a page is re-protected only
 * after all users were given it. Logging is on from the first user to the last.
 *
 * With a manual collector a sync only reads. A user says when pages are
 * re-protected, and a page that no sync has shown never is. All other
 * collectors re-protect as they read. Ring-full exits and a reaper harvest into
 * the round, and the next sync hands that out.
 */
#ifndef HOST_MIGRATE_TRACK_H
#define HOST_MIGRATE_TRACK_H

#include "host/machine/machine.h"
#include "lib/pageset.h"

struct run;

struct track_user {
	struct track_user *next;
	/*
	 * Pages that were reported and that the user has not taken out yet, per
	 * slot.
	 */
	struct pageset dirty[MACHINE_MAX_SLOTS];
};

/*
 * Mistakes that a VMM easily makes and that lose pages. Tests make them on
 * purpose, to see that each is caught.
 */
enum track_mistake {
	TRACK_STEAL = 0x01,	 /* a sync gives pages only to the user that
				  * asked */
	TRACK_UNSEEN = 0x02,	 /* pages that no sync has shown are cleared,
				  * too */
	TRACK_ROUND_DOWN = 0x04, /* pages in the words of the range's ends
				  * are cleared, too, if any sync has shown
				  * them */
	TRACK_LATE_RESET = 0x08, /* rings are reset by track_reset() only */
};

struct track {
	struct run *run;
	struct track_user *users;
	bool manual;
	u32 mistakes;
	struct pageset seen[MACHINE_MAX_SLOTS]; /* manual: shown by a sync and
						 * not cleared yet */
	struct pageset mask[MACHINE_MAX_SLOTS]; /* empty, except during a clear */
};

/* Prepare to track the slots of @r's machine, by @r's collector. */
void track_init(struct track *t, struct run *r);

/* Add a user, with empty sets; remove a user. */
void track_join(struct track *t, struct track_user *u);
void track_leave(struct track *t, struct track_user *u);

/*
 * Ask KVM, for user @u. @last: no vCPU runs any more, and the backup bitmap is
 * collected, too.
 */
void track_sync(struct track *t, struct track_user *u, bool last);

/*
 * Manual collectors: re-protect the pages from @first to @first + @nr - 1 that
 * a sync has shown.
 */
void track_clear(struct track *t, u32 slot, u64 first, u64 nr);
void track_clear_all(struct track *t);

/* With TRACK_LATE_RESET: the reset that the sync left out. */
void track_reset(struct track *t);

void track_free(struct track *t);

#endif
