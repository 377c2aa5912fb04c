/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small model of a dirty log, per slot: what KVM must report and may report
 * at any point of a sequence of operations. The model is told what was written,
 * reported and re-protected, and judges what a collector brings. It runs
 * nothing by itself.
 *
 * A log that can be read without a change is judged after each step. A ring is
 * looked at after each step, and judged when it is harvested. The old form of
 * KVM_GET_DIRTY_LOG re-protects what it reports, so it is judged when a step
 * asks for it, and at the end.
 */
#ifndef HOST_MODEL_MODEL_STATE_H
#define HOST_MODEL_MODEL_STATE_H

#include "host/model/model_seq.h"
#include "host/round/run.h"

/*
 * A record that a vCPU has begun. The vCPU waits for credit in guest mode, and
 * no store is half done.
 */
struct model_batch {
	bool live;
	u32 slot;
	u32 nr, nr_done;
	u32 *page; /* the page of each store */
	u64 before; /* number of the vCPU's last store before the record */
};

struct model_slot {
	bool deleted;
	u64 home_gpa;
	struct pageset must, may; /* since the last re-protection */
	/*
	 * Rings: reported and not yet reset. A store to such a page need not be
	 * reported again, because its content is read after the reset.
	 */
	struct pageset taken;
	/*
	 * Stored to since logging went on and the mapping was last dropped: KVM
	 * maps the page small. Stores by a nested guest do not count, as it has
	 * mappings of its own.
	 */
	struct pageset small;
	/*
	 * Read since then: mapped small, too, if the page turns out to be
	 * reported.
	 */
	struct pageset touched;
	/* Rings: how often a vCPU's ring may name a page at most. */
	u32 *marks[MODEL_MAX_VCPUS];
};

struct model {
	struct run *r;
	u32 groups; /* MODEL_* of the case */
	u64 nr_stores;
	struct model_slot slot[MACHINE_MAX_SLOTS];
	struct model_batch batch[MODEL_MAX_VCPUS];
};

/* Begin: the machine has reached its starting state. */
void model_init(struct model *m, struct run *r, u32 groups);

/*
 * Take over the ledger's round, which the vCPUs in the mask @vcpus have done,
 * or their nested guests if @nested; begin another.
 */
void model_absorb(struct model *m, u32 vcpus, bool nested);

/* Note that vCPU @vcpu, or its nested guest, stored to a page. */
void model_store(struct model *m, u32 vcpu, bool nested, u32 slot, u64 page);

bool model_is_logging(const struct model *m, u32 slot);

/* Pages of @set that are mapped small are armed from now on. */
void model_arm(struct model *m, u32 slot, const struct pageset *set);

/*
 * Note that pages of a slot were re-protected, or that logging begins for all
 * of them.
 */
void model_reprotect(struct model *m, u32 slot, const struct pageset *set);
void model_log_begins(struct model *m, u32 slot);
void model_log_ends(struct model *m, u32 slot);

/* Note that KVM has dropped its mappings of pages of a slot. */
void model_unmap(struct model *m, u32 slot, u64 first, u64 nr);

/*
 * Note that a slot is deleted or moved: KVM drops its mappings, and without MODEL_ALONE
 * those of all slots.
 */
void model_slot_goes(struct model *m, u32 slot);

/* In host/model/model_judge.c: @reported must be right for one slot. */
void model_judge(struct model *m, u32 slot, const char *what,
		 const struct pageset *reported);

/* Harvest and judge everything. */
void model_harvest(struct model *m);

/* Judge what the run's harvest has by now. A ring may hold more. */
void model_judge_part(struct model *m);

/* Note that entries that were judged were reset. */
void model_were_reset(struct model *m);

/* Look at what can be seen without a change, and judge it. */
void model_look(struct model *m);

bool model_any_live(const struct model *m);

/*
 * Kick vCPUs that wait within a record out of guest mode, unless
 * MODEL_UNKICKED. True if so; then call machine_resume().
 */
bool model_pause(struct model *m);

#endif
