/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What KVM has to report and may, at any point of a sequence of operations: a
 * small model of a dirty log, per slot.  It is told what was written, what was
 * reported and what was re-protected, and judges what a collector brings.  It
 * runs nothing by itself.
 *
 * A log that can be read without being changed is judged after each step; a ring
 * is looked at after each step, and judged as it is harvested; the old form of
 * KVM_GET_DIRTY_LOG re-protects what it reports, so that it is judged when a
 * step asks for it and at the end.
 */
#ifndef HOST_MODEL_MODEL_STATE_H
#define HOST_MODEL_MODEL_STATE_H

#include "host/model/model_seq.h"
#include "host/round/run.h"

/* A record that a vCPU is in the middle of: it waits for credit in guest mode,
 * and no store of it is half done. */
struct model_batch {
	bool live;
	u32 slot;
	u32 nr, nr_done;
	u32 *page; /* of each store */
	u64 before; /* number of the vCPU's last store before it */
};

struct model_slot {
	bool deleted;
	u64 home_gpa;
	struct pageset must, may; /* since they were last re-protected */
	/* Ring: reported, not yet reset.  A store to such a page need not be
	 * reported again, as its content is read after the reset. */
	struct pageset taken;
	/* Stored to since logging went on and the mapping was last dropped:
	 * then KVM maps the page small. Not by a nested guest, which has
	 * mappings of its own. */
	struct pageset small;
	/* Touched since then by what does not store: mapped small too, if that
	 * turns out to be reported. */
	struct pageset touched;
	/* Ring: how often a vCPU's may name a page at most. */
	u32 *marks[MODEL_MAX_VCPUS];
};

struct model {
	struct run *r;
	u32 groups; /* MODEL_UNKICKED matters */
	u64 nr_stores;
	struct model_slot slot[MACHINE_MAX_SLOTS];
	struct model_batch batch[MODEL_MAX_VCPUS];
};

/* The machine has reached its starting state. */
void model_init(struct model *m, struct run *r, u32 groups);

/* The ledger's round was done by the vCPUs in the mask @vcpus, or by their nested
 * guests; begins another. */
void model_absorb(struct model *m, u32 vcpus, bool nested);

/* vCPU @vcpu, or its nested guest, stored to a page, and nobody was told. */
void model_store(struct model *m, u32 vcpu, bool nested, u32 slot, u64 page);

bool model_is_logging(const struct model *m, u32 slot);

/* Those of @set that are mapped small are armed from now on. */
void model_arm(struct model *m, u32 slot, const struct pageset *set);

/* Pages of a slot were re-protected, or logging begins for all of them. */
void model_reprotect(struct model *m, u32 slot, const struct pageset *set);
void model_log_begins(struct model *m, u32 slot);
void model_log_ends(struct model *m, u32 slot);

/* KVM has dropped its mappings, of a slot's pages or of everything. */
void model_unmap(struct model *m, u32 slot, u64 first, u64 nr);
void model_unmap_all(struct model *m);

/*
 * Judged, in host/model/model_judge.c: what was reported of one slot, all that there
 * is.
 */
void model_judge(struct model *m, u32 slot, const char *what,
		 const struct pageset *reported);

/* Harvest and judge everything. */
void model_harvest(struct model *m);

/* Judge what the run's harvest has by now, where more may still be in a ring. */
void model_judge_part(struct model *m);

/* Entries that were judged were reset. */
void model_were_reset(struct model *m);

/* What can be seen without changing it must be right. */
void model_look(struct model *m);

bool model_any_live(const struct model *m);

/* Kick live vCPUs out of guest mode, unless that is not to be; true if done, for
 * machine_resume(). */
bool model_pause(struct model *m);

#endif
