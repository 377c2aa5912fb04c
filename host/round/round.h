/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verbs of a test's body.  The smallest body: two pages are stored to and must be
 * reported, and nothing is reported when nothing was stored.
 *
 *	static void run(struct run *r)
 *	{
 *		round_store(r, 0, 63, 2);	vCPU 0, pages 63 and 64 of slot 0
 *		round_finish(r);		run, harvest, judge
 *		round_finish(r);		nothing queued: nothing may be dirty
 *	}
 *
 * A round is: queue stores, run them to their end on all vCPUs, harvest with no vCPU in
 * KVM_RUN, judge.  round_finish() is all of it; its parts are here for tests that do
 * something in between.
 */
#ifndef HOST_ROUND_ROUND_H
#define HOST_ROUND_ROUND_H

#include "lib/abi.h"
#include "lib/pageset.h"

struct run;
struct machine_vcpu;

/* What one store record shall do. */
struct stores {
	const char *op; /* name in the store table; NULL ends a list */
	u32 vcpu;
	u32 slot;	  /* index */
	s32 offset_bytes; /* within each page; negative: from its end */
	bool burst;	  /* PATTERN_RUN only: ABI_RECORD_BURST */
	bool nested;	  /* by a nested guest of the vCPU */
	bool user;	  /* in the guest's user mode */
	bool flush;	  /* the guest forgets its translations first */
	bool view;	  /* the pattern counts pages of the machine's view,
			   * which leads to the slot */
	u64 value;	  /* to be stored, instead of the store's number; 0: not */
	bool guest_pages; /* the pattern counts the guest's pages, from the
			   * slot's start, and not the host's */
	struct pattern_spec pattern; /* nr_pages 0: the whole slot; PER_HUGE
				      * is replaced, also as HUGE_EDGE's step
				      * of 0; seed is mixed with the run's */
};

/* A number of pages as rows have it, with PER_HUGE replaced. */
u64 round_pages(const struct run *r, u64 nr);

/* Append a record to its vCPU's batch, and to the ledger. */
void round_queue(struct run *r, struct stores stores);

/* Append a record of store-64 to pages @first .. @first + @count - 1 of slot 0;
 * beyond the slot's end it begins anew. */
void round_store(struct run *r, u32 vcpu, u32 first, u32 count);

/* Start the batches, without waiting. */
void round_go(struct run *r);

/* Wait for all batches, making room in full rings; check the payload's work. */
void round_wait(struct run *r);

/* round_go() and round_wait(). */
void round_run(struct run *r);

/* Harvest everything that is logging, with all vCPUs idle. */
void round_harvest(struct run *r);

/*
 * The same beside vCPUs that run on, from any thread: what is on its way comes
 * with a later harvest.
 */
void round_harvest_live(struct run *r);

/* Judge what was harvested against what was queued, and begin a new round. */
void round_judge(struct run *r);

/* round_harvest() and round_judge(). */
void round_report(struct run *r);

/* All of it. */
void round_finish(struct run *r);

/* Begin a new round without a judgement. */
void round_forget(struct run *r);

/* What this round must report for a slot, and what it may: freshly initialised
 * sets that the caller frees. */
void round_expect(struct run *r, u32 slot, struct pageset *must,
		  struct pageset *may);

/* The pages of a set as notes: what they are, and what was stored to the first
 * few. */
void round_note(struct run *r, u32 slot, const char *what,
		const struct pageset *set);

/* Judge @reported instead of the round's harvest; @what names it. */
void round_judge_set(struct run *r, u32 slot, const char *what,
		     const struct pageset *must, const struct pageset *may,
		     const struct pageset *reported);

/*
 * The entries that each vCPU's ring had in this harvest: @marks as in struct
 * ledger_slot, and @nr_live[v] harvests while vCPU v ran.
 */
void round_judge_entries(struct run *r, u32 slot, u32 *const *marks,
			 const u32 *nr_live);

/*
 * KVM_GET_DIRTY_LOG as it is now must be @want; the ledger is not asked, and
 * nothing is cleared that the call itself does not clear.
 */
void round_judge_log(struct run *r, u32 slot, const char *what,
		     const struct pageset *want);

/*
 * KVM_GET_DIRTY_LOG of a slot that is not logged must say ENOENT (clause G6).  In a VM
 * that has no log at all nothing is asked.
 */
void round_judge_no_log(struct run *r, u32 slot);

/* Write every page once, harvest, judge: from then on the slots are armed.  For
 * a nested guest that has to be done by itself. */
void round_arm(struct run *r, bool nested);

/* Logging on or off for one slot, at rest; keeps the expectations right. */
void round_log(struct run *r, u32 slot, bool on);

/* Harvest the whole slots that INITIALLY_SET reports at first, if it does. */
void round_initial(struct run *r);

/*
 * Run what is queued, and switch logging off and on again before anybody has
 * asked for it: that is forgotten (clause S10).  Ends with nothing dirty.
 */
void round_relog(struct run *r, u32 slot);

/* Handler for machine_wait(): harvests the full ring into the round.  Where the
 * collector has no ring, such an exit is a failure. */
void round_full(void *run, struct machine_vcpu *v);

/*
 * The default body: the case's stores, judged; nothing, judged; the same stores
 * again, as what was reported once must be reported again; nothing, judged.
 */
void run_stores_twice(struct run *r);

#endif
