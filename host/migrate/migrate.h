/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a pre-copy migration does to memory, with a buffer for the destination:
 * send all pages while the guest runs on, ask which were written, send those,
 * and so on until few are left or the rounds run out; then stop the guest, ask
 * once more, and send the rest.  Now both sides must be equal, byte for byte.
 *
 * RAM is the logged slots one after the other, whatever lies between them in the
 * guest.  Where KVM re-protects on demand only, that is done by chunks of RAM of
 * 2^shift pages, just before the first page of a chunk is sent: a store after
 * that shows in the next sync, one before it is in what is sent.  Chunks and
 * slots need not begin or end together.
 */
#ifndef HOST_MIGRATE_MIGRATE_H
#define HOST_MIGRATE_MIGRATE_H

#include "host/migrate/track.h"

#define MIGRATE_MIN_SHIFT 6 /* a word of KVM's bitmap */
#define MIGRATE_MAX_SHIFT 31
#define MIGRATE_SHIFT 18 /* 1 GiB of 4K pages */

enum migrate_at {
	MIGRATE_AT_PAGE, /* about to send a page, its chunk not cleared yet */
	MIGRATE_AT_SENT, /* it is sent */
	MIGRATE_AT_SYNC, /* a pass is over, about to sync */
};

/* To be made on purpose, besides those of track.h. */
enum migrate_mistake {
	MIGRATE_CLEAR_LATE = 0x100,   /* chunks are cleared after the page is
				       * sent */
	MIGRATE_NO_LAST_SYNC = 0x200, /* stop, and send what was known before */
	MIGRATE_NO_KICK = 0x400,      /* the last sync comes before the stop */
};

struct migrate {
	/* For the caller to set. */
	u32 mistakes; /* of both kinds */
	bool dry;     /* all but the copying, for a benchmark */
	u64 enough;   /* stop when so many pages are left */
	u32 most_rounds;
	/* Called in the middle, for whoever makes the guest go on; not once it
	 * is stopped. */
	void (*beside)(void *ctx, enum migrate_at at, u32 slot, u64 page);
	void *ctx;
	/* What goes on. */
	struct track *log;
	struct track_user user; /* its sets: what is to be sent */
	u32 shift;
	struct pageset uncleared; /* chunks */
	u64 base[MACHINE_MAX_SLOTS]; /* of the slot, in pages of RAM */
	u64 ram_pages;
	u8 *copy[MACHINE_MAX_SLOTS];
	u32 round; /* 0: the first pass, which sends everything; what is sent
		    * with the guest stopped belongs to the last */
	bool stopped;
	u64 sent, resent;
};

/* @shift, or what is nearest to it in the range; that is noted. */
u32 migrate_shift(s32 shift);

/* Begin to track; the log's mistakes are set from @g's. */
void migrate_begin(struct migrate *g, struct track *log, s32 shift);

/* Send everything; stop, sync, and send what is left. */
void migrate_first(struct migrate *g);
void migrate_last(struct migrate *g);

/*
 * All of it, with rounds in between.  Ends with the vCPUs stopped, in the middle
 * of what they do or idle.
 */
void migrate_run(struct migrate *g);

/* Pages that are not to be sent any more, but differ, end the case. */
void migrate_check(struct migrate *g);

/* Stop tracking; the vCPUs are left as they are. */
void migrate_end(struct migrate *g);

#endif
