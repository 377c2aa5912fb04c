/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables of the guest that a test keeps in a logged slot: one table of each
 * level, which lead from a view of guest virtual addresses to the pages of
 * slot 0.  The guest itself changes their entries, by stores like any other; the
 * processor, or KVM in its stead, sets accessed and dirty bits in them, and that
 * is what tests are about.
 *
 * In a case with nested guests they are the tables by which the outer guest
 * translates the nested one's physical addresses, and it is that one's view.
 *
 * Level 1 is the last.  The host writes to a table only before it is in use, as
 * KVM need not notice what userspace changes behind its back.
 */
#ifndef HOST_SCENE_WALK_H
#define HOST_SCENE_WALK_H

#include "host/machine/walk_bits.h"
#include "lib/types.h"

struct run;

struct walk {
	struct run *run;
	bool nested;
	u32 slot;		    /* index of the one that holds the tables */
	u32 leaf;		    /* level of the entries that map pages */
	u32 top;		    /* level of the first table in the slot */
	u32 table[WALK_LEVELS + 1]; /* [level]: its page in the slot */
	u32 *small;		    /* the view's pages by the last table, while
				     * a huge page stands in its place */
	u8 *before;		    /* the slot when walk_begin() was called */
};

/*
 * Make tables for the view in slot @slot, with the bits @flags in all entries,
 * and hang them below the guest's first table (for a nested guest, its second);
 * @own_root: that is in the slot, too, for all that the guest does.  Skips the
 * case if the guest's processor has no such pages or bits.
 */
void walk_make(struct walk *w, struct run *r, u32 slot, u32 leaf, bool own_root,
	       u32 flags);

/* The guest writes the entry of @level on the way to the view's @page. */
void walk_set(struct walk *w, u32 level, u32 page, u32 flags);

/* The same of the leaf, which leads to page @to of slot 0 then. */
void walk_remap(struct walk *w, u32 page, u32 to, u32 flags);

/*
 * The same of the entry of level 2: it leads to page @table of the slot, a new
 * last table that is like the old one but that @page is page @to.
 */
void walk_replace(struct walk *w, u32 table, u32 page, u32 to, u32 flags);

/*
 * The same of the entry of level 2: it is a huge page that shows slot 0 from its
 * beginning, or leads to the last table again, which is as it was.
 */
void walk_merge(struct walk *w, u32 page, u32 flags);
void walk_split(struct walk *w, u32 page, u32 flags);

/* The guest forgets its translations, and does @op to a page of the view. */
void walk_access(struct walk *w, const char *op, u32 page);

/* The nested guest's physical address of a page of its view. */
u64 walk_nested_gpa(const struct walk *w, u32 page);

/* False if the outer guest has no accessed and dirty bits to give its entries. */
bool walk_has_bits(const struct walk *w);

/* The bits that an entry has now, and those that it has after an access. */
u32 walk_bits(const struct walk *w, u32 level, u32 page);
u32 walk_bits_after(const struct walk *w, u32 level, u32 bits, bool store);

/*
 * Before round_go() and after round_wait(): what is in the tables then and was
 * not before, the guest or the processor wrote, and it must be reported.
 */
void walk_begin(struct walk *w);
void walk_end(struct walk *w);

#endif
