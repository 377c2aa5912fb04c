/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of pages that a host may report although nobody wrote them. Nothing
 * else in the project widens an expectation.
 */
#ifndef HOST_ROUND_ALLOWANCE_H
#define HOST_ROUND_ALLOWANCE_H

#include "lib/pageset.h"

struct backend;
struct run;

struct allowance {
	const char *name;
	const char *why; /* with the kernel source it comes from */
	/* True if this backend behaves like that. */
	bool (*concerns)(const struct backend *b);
	/* True if the allowance applies to this run, on such a backend. */
	bool (*applies)(const struct run *r, u32 slot);
	/* Add the pages that this round may report in addition. NULL: none. */
	void (*widen)(const struct run *r, u32 slot, struct pageset *may);
	/*
	 * How many ring entries of @page vCPU @v may have beyond one per store.
	 * @marks is as in struct ledger_slot. NULL: none.
	 */
	u32 (*entries)(const struct run *r, u32 slot, u32 *const *marks, u32 v,
		       u64 page);
	bool reads; /* entries() is also for a page that .widen of an allowance gives one
		     * entry: the vCPU has read it, or another one has */
};

/* The closed set, ended by a NULL name. */
extern const struct allowance allowances[];

/* True if an allowance may widen what this slot reports. */
bool allowance_applies(const struct run *r, u32 slot);

/* Add to @may the pages that allowances cover in this round. */
void allowance_widen(const struct run *r, u32 slot, struct pageset *may);

/* The ring entries beyond the first and one per store that all allowances give together. */
u32 allowance_entries(const struct run *r, u32 slot, u32 *const *marks, u32 v,
		      u64 page);

/* Note, for each allowance, how many of the reported pages it excused. */
void allowance_note(const struct run *r, u32 slot, const struct pageset *must,
		    const struct pageset *reported);

#endif
