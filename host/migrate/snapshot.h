/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Snapshots of a guest's memory in a file, with a buffer as the file, as Firecracker
 * makes them: src/vmm/src/vstate/vm.rs (snapshot_memory_to_file(), get_dirty_bitmap(),
 * reset_dirty_bitmap()) and memory.rs (dump_dirty(), store_dirty_bitmap()).  Slots
 * log from their creation on.  All vCPUs stand still while a snapshot is made.
 *
 * A full snapshot writes every page, and asks the log only to empty it.  A diff writes,
 * into the file of the last snapshot, the pages that the log names, and those that the
 * VMM has written itself, of which KVM knows nothing.  If that fails half-way, all these
 * pages are kept for the next diff.
 *
 * After a snapshot the file must be equal to the guest's memory, byte for byte.
 */
#ifndef HOST_MIGRATE_SNAPSHOT_H
#define HOST_MIGRATE_SNAPSHOT_H

#include "host/migrate/track.h"

/* Mistakes to make on purpose, besides those of track.h. */
enum snapshot_mistake {
	SNAPSHOT_LOG_ONLY = 0x10000, /* what the VMM has written is not in a diff */
	SNAPSHOT_FORGET = 0x20000,   /* a diff that fails keeps nothing */
	SNAPSHOT_EMPTY_LATE = 0x40000, /* after a full one the log is emptied by
					* snapshot_empty() only, perhaps too late */
};

struct snapshot {
	u32 mistakes; /* for the caller to set: SNAPSHOT_* and TRACK_* */
	/* State. */
	struct track *log;
	struct track_user user; /* its sets are the pages that the file lacks */
	u8 *file[MACHINE_MAX_SLOTS];
	u64 written; /* pages, by the last snapshot */
};

/* Begin, with an empty file: memory that nobody has written yet is equal to it. */
void snapshot_begin(struct snapshot *s, struct track *log);

/* Store @value to the middle of a page, as a device of the VMM's does. */
void snapshot_store(struct snapshot *s, u32 slot, u64 page, u64 value);

/* Make one.  vCPUs are idle, or stopped by machine_pause(). */
void snapshot_full(struct snapshot *s);
void snapshot_diff(struct snapshot *s);
/* A diff that fails when half of its pages are written. */
void snapshot_diff_fails(struct snapshot *s);

/* With SNAPSHOT_EMPTY_LATE: what snapshot_full() left out. */
void snapshot_empty(struct snapshot *s);

/* End the case with a failure if the file differs from the guest's memory. */
void snapshot_check(struct snapshot *s);

void snapshot_end(struct snapshot *s);

#endif
