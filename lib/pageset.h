/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A set of page numbers 0 .. nr_pages - 1.  The set is kept in the format of
 * KVM's dirty bitmap (bit i of little-endian 64-bit words), so that a bitmap
 * from KVM is a set without conversion.  Host side only, because sets are
 * allocated.  (bitmap_*() of the kernel's tools/ does not link here.)
 *
 * Bits past nr_pages in the last word are never part of the set.  No operation
 * copies these bits to another set.  pageset_tail_dirty() tells whether one is
 * set: KVM promises that they are 0 (clause G14).
 *
 * A page outside the set, or two sets of different size, are a bug of the
 * caller: the process aborts.
 */
#ifndef LIB_PAGESET_H
#define LIB_PAGESET_H

#include "lib/types.h"

struct pageset {
	u64 nr_pages;
	u64 *words;
};

/* An empty set.  Aborts the process with a message if there is no memory. */
void pageset_init(struct pageset *s, u64 nr_pages);
void pageset_free(struct pageset *s);

/* The number of 64-bit words of the set: nr_pages / 64, rounded up. */
u64 pageset_nr_words(const struct pageset *s);

void pageset_empty(struct pageset *s);
void pageset_fill(struct pageset *s);
void pageset_copy(struct pageset *to, const struct pageset *from);

/* @page must be below nr_pages. */
void pageset_add(struct pageset *s, u64 page);
void pageset_del(struct pageset *s, u64 page);
bool pageset_has(const struct pageset *s, u64 page);

/* Add or remove pages first .. first + nr - 1, all within the set. */
void pageset_add_range(struct pageset *s, u64 first, u64 nr);
void pageset_del_range(struct pageset *s, u64 first, u64 nr);

/*
 * Add each page whose entry in @counts is not 0; @counts has nr_pages entries.
 */
void pageset_add_counted(struct pageset *s, const u32 *counts);

/* Sets of equal nr_pages only. */
void pageset_or(struct pageset *to, const struct pageset *from);
void pageset_andnot(struct pageset *to, const struct pageset *from);
void pageset_and(struct pageset *to, const struct pageset *from);
/* @to = pages of @a that are not in @b */
void pageset_diff(struct pageset *to, const struct pageset *a,
		  const struct pageset *b);
bool pageset_equal(const struct pageset *a, const struct pageset *b);

u64 pageset_count(const struct pageset *s);
bool pageset_is_empty(const struct pageset *s);

/* The first page >= @from that is in the set; nr_pages if there is none. */
u64 pageset_next(const struct pageset *s, u64 from);

/*
 * Find the first run of consecutive pages at or after @from.  True: the run is
 * *@nr pages from *@first.  False: there is none.  To iterate, go on from
 * *@first + *@nr.
 */
bool pageset_next_range(const struct pageset *s, u64 from, u64 *first, u64 *nr);

/* True if a bit past nr_pages is set in the last word. */
bool pageset_tail_dirty(const struct pageset *s);

#endif
