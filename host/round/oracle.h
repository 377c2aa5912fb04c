/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Judges what KVM reported for one slot and one round against what it had to
 * report and what it was allowed to.  It knows sets of pages and nothing of
 * KVM: who fills @must and @may, and why they differ, is the allowance's
 * business.  Bits past the end of a slot are not pages, so they are not judged
 * here; see pageset_tail_dirty().
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
 * The pages themselves are left in @missed and @spurious, two sets that the
 * caller has initialised.  All sets have the same nr_pages.  @must is a part of
 * @may; a test that breaks this is wrong itself, and aborts.
 */
struct oracle_counts oracle_judge(const struct pageset *must,
				  const struct pageset *may,
				  const struct pageset *reported,
				  struct pageset *missed,
				  struct pageset *spurious);

/*
 * One line of evidence: @prefix, the number of pages, up to ten ranges.  A
 * range is followed by what its first or its last page lies at, since that is
 * where off-by-one errors live: an edge of a bitmap word, an edge of a huge
 * mapping of @huge_pages pages (0: there are none), the slot's last page.
 *
 *	missed 3 pages: 63 (word edge) 511-512 (word edge, huge-page edge)
 */
void oracle_print_ranges(FILE *to, const char *prefix,
			 const struct pageset *pages, u64 huge_pages);

#endif
