/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A guest that translates in other ways than the payload does: without page tables, or by
 * those of 32-bit or newer processors.  The architecture has the list (host/machine/arch.h).
 */
#ifndef HOST_SCENE_PAGING_H
#define HOST_SCENE_PAGING_H

#include "lib/types.h"

struct run;

/* The name of way @i, NULL behind the last. */
const char *paging_name(u32 i);

/* True if it has the page tables of a 32-bit processor. The case has NEED_LEGACY. */
bool paging_legacy(u32 i);

/* True if it has tables of its own. */
bool paging_has_tables(u32 i);

/*
 * Prepare way @i for stores to slot 0, which lies below 4 GiB.  Its tables are at the start of
 * slot @tables, which has 16 pages or more; 0: in no logged slot.  One way a machine.  Skips
 * the case if this KVM does not offer it.
 */
void paging_start(struct run *r, u32 i, u32 tables);

/* True if paging_turn() is for it. */
bool paging_turns(u32 i);

/*
 * The guest lets its directory lead to another table, by which the first @pages pages of the
 * slot, up to the edge of that table, lead to pages @distance further.
 */
void paging_turn(struct run *r, u32 i, u32 pages, u32 distance);

/*
 * vCPU 0, which is idle, enters way @i, stores to pages @first .. @first + @count - 1 of slot
 * 0, at most 64 of them, and leaves the way again.  The round expects the stores, and what has
 * changed in the tables meanwhile; and where the processor walks the tables, all of them may be
 * reported (allowance tdp-walk).
 */
void paging_store(struct run *r, u32 i, u32 first, u32 count);

#endif
