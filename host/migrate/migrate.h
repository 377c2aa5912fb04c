/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A pre-copy migration, with a buffer as the destination. It sends all pages
 * while the guest runs, asks which were written, sends those, and so on until
 * few are left or the rounds are used up. Then it stops the guest, asks once
 * more, and sends the rest. Both sides must be equal then, byte for byte.
 *
 * RAM is the logged slots one after the other, without the gaps between them.
 * Where KVM re-protects on demand only, chunks of 2^shift pages of RAM are
 * cleared, each just before the first of its pages is sent: a store after that
 * shows in the next sync, a store before it is in what is sent. Chunks and
 * slots need not begin or end together.
 */
#ifndef HOST_MIGRATE_MIGRATE_H
#define HOST_MIGRATE_MIGRATE_H

#include "host/migrate/track.h"

#define MIGRATE_MIN_SHIFT 6 /* a word of KVM's bitmap */
#define MIGRATE_MAX_SHIFT 31
#define MIGRATE_SHIFT 18 /* 1 GiB of 4K pages */

enum migrate_at {
	MIGRATE_AT_PAGE, /* a page is about to be sent, and its chunk is not
			  * cleared yet */
	MIGRATE_AT_SENT, /* the page was sent */
	MIGRATE_AT_SYNC, /* a pass is over, about to sync */
};

/* Mistakes to make on purpose, besides those of track.h. */
enum migrate_mistake {
	MIGRATE_CLEAR_LATE = 0x100,   /* chunks are cleared after the page is
				       * sent */
	MIGRATE_NO_LAST_SYNC = 0x200, /* no sync after the stop */
	MIGRATE_NO_KICK = 0x400,      /* the last sync comes before the stop */
};

struct migrate {
	/* For the caller to set. */
	u32 mistakes; /* MIGRATE_* and TRACK_* */
	bool dry;     /* copy nothing, for a benchmark */
	u64 enough;   /* stop the guest when so many pages are left */
	u32 most_rounds;
	/*
	 * Called between steps, so that the caller can let the guest go on. Not
	 * called once the guest is stopped.
	 */
	void (*beside)(void *ctx, enum migrate_at at, u32 slot, u64 page);
	void *ctx;
	/* State. */
	struct track *log;
	struct track_user user; /* its sets are the pages to send */
	u32 shift;
	struct pageset uncleared; /* chunks */
	u64 base[MACHINE_MAX_SLOTS]; /* first page of the slot in RAM */
	u64 ram_pages;
	u8 *copy[MACHINE_MAX_SLOTS];
	u32 round; /* 0: the first pass, which sends everything; what is sent
		    * after the stop belongs to the last round */
	bool stopped;
	u64 sent, resent;
};

/*
 * Set the chunk size to 2^@shift pages, or to the nearest value in range, which
 * is noted.
 */
u32 migrate_shift(s32 shift);

/* Begin to track, with @g's mistakes. */
void migrate_begin(struct migrate *g, struct track *log, s32 shift);

/* Send everything; stop, sync, and send what is left. */
void migrate_first(struct migrate *g);
void migrate_last(struct migrate *g);

/* A whole migration. At the end vCPUs are stopped within a batch, or idle. */
void migrate_run(struct migrate *g);

/*
 * End the case with a failure if a page differs that is not to be sent any
 * more.
 */
void migrate_check(struct migrate *g);

/* Stop tracking; the vCPUs are left as they are. */
void migrate_end(struct migrate *g);

#endif
