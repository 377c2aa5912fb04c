/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one table of pages that a host may report although nobody wrote them.
 * Nothing else in the project widens an expectation.
 */
#ifndef HOST_ROUND_ALLOWANCE_H
#define HOST_ROUND_ALLOWANCE_H

#include "lib/pageset.h"

struct backend;
struct run;

struct allowance {
	const char *name;
	const char *why; /* with the kernel source it comes from */
	/* Is this backend one that does so? */
	bool (*concerns)(const struct backend *b);
	/* Does it apply to this run, on such a backend? */
	bool (*applies)(const struct run *r, u32 slot);
	/* Add the pages that this round may report on top; NULL: none. */
	void (*widen)(const struct run *r, u32 slot, struct pageset *may);
	/*
	 * Ring entries that vCPU @v, which has stored to @page, may have on top
	 * of one per store; @marks as in struct ledger_slot.  NULL: none.
	 */
	u32 (*entries)(const struct run *r, u32 slot, u32 *const *marks, u32 v,
		       u64 page);
};

/* The closed set, ended by a NULL name. */
extern const struct allowance allowances[];

/* True if any of them may widen what this slot reports. */
bool allowance_applies(const struct run *r, u32 slot);

/* Add to @may the pages that allowances cover in this round. */
void allowance_widen(const struct run *r, u32 slot, struct pageset *may);

/* The entries on top of one per store that allowances give, see there. */
u32 allowance_entries(const struct run *r, u32 slot, u32 *const *marks, u32 v,
		      u64 page);

/* Note, for each allowance, how many of the reported pages it excused. */
void allowance_note(const struct run *r, u32 slot, const struct pageset *must,
		    const struct pageset *reported);

#endif
