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

/* One store record: what the guest is to do. */
struct stores {
	const char *op; /* name in the store table; NULL ends a list */
	u32 vcpu;
	u32 slot;	  /* index */
	s32 offset_bytes; /* within each page; negative: from its end */
	bool burst;	  /* PATTERN_RUN only: ABI_RECORD_BURST */
	bool nested;	  /* by a nested guest of the vCPU */
	bool user;	  /* in the guest's user mode */
	bool flush;	  /* the guest flushes its TLB first */
	bool view;	  /* the pattern counts pages of the machine's view,
			   * which maps pages of the slot */
	u64 value;	  /* the value to store; 0: the number of the store */
	bool guest_pages; /* the pattern counts guest pages from the slot's
			   * start, and not host pages */
	struct pattern_spec pattern; /* nr_pages 0: the whole slot. PER_HUGE
				      * is replaced, also where HUGE_EDGE has
				      * step 0. The run's seed is mixed into
				      * seed. */
};

/* A number of pages from a row, with PER_HUGE replaced. */
u64 round_pages(const struct run *r, u64 nr);

/* Append a record to its vCPU's batch, and to the ledger. */
void round_queue(struct run *r, struct stores stores);

/*
 * The processor walks through the guest's page table in @page of @slot.  The walk is a write to
 * that page (@writes), or with two-stage paging a read.
 */
void round_walked(struct run *r, u32 slot, u64 page, bool writes);

/*
 * Append a record of store-64 to pages @first .. @first + @count - 1 of slot 0.
 * Behind the slot's last page comes its first again.
 */
void round_store(struct run *r, u32 vcpu, u32 first, u32 count);

/* Start the batches, without waiting. */
void round_go(struct run *r);

/*
 * Wait for the end of all batches. Full rings are harvested meanwhile, and
 * afterwards the payload's work is checked.
 */
void round_wait(struct run *r);

/* round_go() and round_wait(). */
void round_run(struct run *r);

/* Harvest all logged slots. All vCPUs are idle. */
void round_harvest(struct run *r);

/*
 * Harvest beside running vCPUs, from any thread. Stores that are under way show
 * in a later harvest.
 */
void round_harvest_live(struct run *r);

/* Compare what was harvested with what was queued, and begin a new round. */
void round_judge(struct run *r);

/* round_harvest() and round_judge(). */
void round_report(struct run *r);

/* Run, harvest and judge. */
void round_finish(struct run *r);

/* Begin a new round without a judgement. */
void round_forget(struct run *r);

/*
 * Empty the logs of all slots, and begin a new round. Nothing is judged, not the first
 * harvest of INITIALLY_SET either. All vCPUs are idle.
 */
void round_discard(struct run *r);

/*
 * Initialise @must and @may to the pages of a slot that this round must and may
 * report. The caller frees them.
 */
void round_expect(struct run *r, u32 slot, struct pageset *must,
		  struct pageset *may);

/*
 * Note the pages of a set, which @what names, and the last stores to the first
 * few of them.
 */
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
 * KVM_GET_DIRTY_LOG must report exactly @want. The ledger is not asked, and
 * nothing is cleared but what the call itself clears.
 */
void round_judge_log(struct run *r, u32 slot, const char *what,
		     const struct pageset *want);

/*
 * KVM_GET_DIRTY_LOG of a slot that is not logged must return ENOENT (clause
 * G6). In a VM that has no log at all nothing is asked.
 */
void round_judge_no_log(struct run *r, u32 slot);

/*
 * Write every page once, harvest and judge: from then on the slots are armed. A
 * nested guest has mappings of its own, and arms its pages itself.
 */
void round_arm(struct run *r, bool nested);

/*
 * Switch logging of one slot on or off, with all vCPUs idle. Expectations stay
 * right.
 */
void round_log(struct run *r, u32 slot, bool on);

/*
 * If INITIALLY_SET makes the first harvest report whole slots, make that
 * harvest.
 */
void round_initial(struct run *r);

/*
 * Run what is queued, then switch logging off and on again before any harvest.
 * KVM must forget what was written (clause S10). Nothing is dirty at the end.
 */
void round_relog(struct run *r, u32 slot);

/*
 * For machine_on_full(): harvest the full ring into the round. If the collector
 * has no ring, such an exit is a failure.
 */
void round_full(void *run, struct machine_vcpu *v);

/*
 * The default body. Run and judge the case's stores; then nothing, which must
 * report nothing; then both once more, because a page that was reported once
 * must be reported again.
 */
void run_stores_twice(struct run *r);

#endif
