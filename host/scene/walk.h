/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables of the guest that a test keeps in a logged slot: one table of
 * each level. They lead from a view, an area of guest virtual addresses, to
 * pages of slot 0. The guest itself changes their entries, by ordinary stores.
 * The processor, or KVM in its stead, sets accessed and dirty bits in them;
 * tests are about these writes.
 *
 * Level 1 is the last. The host writes to a table only before the table is in
 * use, since KVM need not notice what userspace changes.
 */
#ifndef HOST_SCENE_WALK_H
#define HOST_SCENE_WALK_H

#include "host/machine/walk_bits.h"
#include "host/scene/changed.h"
#include "lib/types.h"

struct run;

enum walk_whose {
	/* the guest's, below its first table */
	WALK_GUEST,
	/* the guest's with its first table */
	WALK_WITH_ROOT,
	/* the nested guest's, below its first table.  All are at physical addresses that
	 * differ between the nested and the outer guest */
	WALK_NESTED,
	/* those by which the outer guest translates the nested guest's physical
	 * addresses, below the second.  The view is the nested guest's */
	WALK_FOR_NESTED,
};

struct walk {
	struct run *run;
	enum walk_whose whose;
	u32 slot;		    /* index of the slot with the tables */
	u32 leaf;		    /* level of the entries that map pages */
	u32 top;		    /* level of the first table in the slot */
	u32 table[WALK_LEVELS + 1]; /* [level]: its page in the slot */
	u32 *small;		    /* the view's pages by the last table,
				     * while a huge page replaces it */
	const char *setter;	    /* what walk_set() stores by; NULL: store-64 */
	struct changed changed;	    /* in the slot with the tables */
};

/*
 * True where each walk of the processor is a write to the page of a table (allowance tdp-walk):
 * with NPT, and with EPT that has accessed bits.  KVM's EPT for a nested guest has them if the
 * outer guest's EPT has.
 */
bool walk_writes(const struct run *r, enum walk_whose whose);

/*
 * Skip the case if the guest's processor has no pages of level @leaf.  @sets: the case's walks
 * set bits. Then skip it also if the processor sets bits without asking KVM. Not needed if KVM
 * alone walks the tables.
 */
void walk_by_processor(const struct run *r, u32 leaf, enum walk_whose whose, bool sets);

/*
 * Make tables for the view in slot @slot, with the bits @flags in all entries, and hang
 * them below the tables that do not lie in the slot.
 */
void walk_make(struct walk *w, struct run *r, u32 slot, u32 leaf,
	       enum walk_whose whose, u32 flags);

/* Let the guest write the entry of @level on the way to the view's @page. */
void walk_set(struct walk *w, u32 level, u32 page, u32 flags);

/*
 * Let the guest write the leaf entry, which leads to page @to of slot 0 from
 * then on.
 */
void walk_remap(struct walk *w, u32 page, u32 to, u32 flags);

/*
 * Let the guest write the entry of level 2. It leads to page @table of the slot
 * from then on: a new last table that differs from the old one in @page, which
 * is page @to.
 */
void walk_replace(struct walk *w, u32 table, u32 page, u32 to, u32 flags);

/*
 * As walk_replace(), but the guest writes nothing. @table 0: as walk_remap(). Somebody else
 * has to write *@value to the guest physical address that is returned.
 */
u64 walk_plan(struct walk *w, u32 table, u32 page, u32 to, u32 flags, u64 *value);

/*
 * Let the guest write the entry of level 2: a huge page that maps slot 0 from
 * its beginning, or the last table again, unchanged.
 */
void walk_merge(struct walk *w, u32 page, u32 flags);
void walk_split(struct walk *w, u32 page, u32 flags);

/* Let the guest flush its TLB, and do @op to a page of the view. */
void walk_access(struct walk *w, const char *op, u32 page);

/* The nested guest's physical address of a page of its view. */
u64 walk_nested_gpa(const struct walk *w, u32 page);

/*
 * For WALK_NESTED.  The outer guest's own tables map these tables, too: let the entry that
 * does have these bits, and which has it now?  The host writes the entry; KVM need not notice.
 */
void walk_set_outer(struct walk *w, u32 flags);
u32 walk_outer_bits(const struct walk *w);

/* Which of the accessed and the dirty bit the entries of the tables have: WALK_*. */
u32 walk_has_bits(const struct walk *w);

/* The bits that an entry has now; and the bits that it has after an access. */
u32 walk_bits(const struct walk *w, u32 level, u32 page);
u32 walk_bits_after(const struct walk *w, u32 level, u32 bits, bool store);

/*
 * Call these before round_go() and after round_wait(). The guest or the
 * processor wrote what has changed in the tables meanwhile, and KVM must report
 * that.
 */
void walk_begin(struct walk *w);
void walk_end(struct walk *w);

#endif
