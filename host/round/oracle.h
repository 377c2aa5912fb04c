/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares what KVM reported for one slot in one round with the pages that had
 * to be reported (must) and those that were allowed (may). It knows sets of
 * pages and nothing of KVM. Bits past the end of a slot are not pages;
 * pageset_tail_dirty() is about these.
 */
#ifndef HOST_ROUND_ORACLE_H
#define HOST_ROUND_ORACLE_H

#include <stdio.h>

#include "lib/pageset.h"
#include "lib/types.h"

/* Numbers of pages */
struct oracle_counts {
	u64 missed;   /* in must, not reported: a migration would lose data */
	u64 spurious; /* reported, not in may */
	u64 excused;  /* reported, in may but not in must */
};

/*
 * The pages are left in @missed and @spurious, which the caller has
 * initialised. All sets have the same nr_pages. @must is a part of @may, or the
 * process aborts.
 */
struct oracle_counts oracle_judge(const struct pageset *must,
				  const struct pageset *may,
				  const struct pageset *reported,
				  struct pageset *missed,
				  struct pageset *spurious);

/*
 * Print one line of evidence: @prefix, the number of pages, up to ten ranges.
 * Behind a range stands which edge its first or last page lies at, since
 * off-by-one errors live at edges: of a bitmap word, of a huge mapping of
 * @huge_pages pages (0: there are none), of the slot.
 *
 *	missed 3 pages: 63 (word edge) 511-512 (word edge, huge-page edge)
 */
void oracle_print_ranges(FILE *to, const char *prefix,
			 const struct pageset *pages, u64 huge_pages);

#endif
