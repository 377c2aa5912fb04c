/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The truth of one round. The host walks the same store records as the guest
 * and writes down which pages were stored to, by whom, with what value, and
 * which pages were only touched. The ledger knows nothing of what KVM reports.
 */
#ifndef HOST_ROUND_LEDGER_H
#define HOST_ROUND_LEDGER_H

#include "host/machine/image.h"
#include "host/machine/machine.h"
#include "lib/pageset.h"

/* The last store of one vCPU to one page. */
struct ledger_store {
	u64 number;   /* number of the store; 0: there was none */
	u32 offset;   /* bytes in the page */
	u16 op;
	u16 whole;    /* memory can be compared with the store: it lies
		       * within the page, and its value is its number */
};

struct ledger_slot {
	struct pageset stored;	/* in this round */
	struct pageset touched; /* accessed by an instruction that does not
				 * store */
	struct pageset walked;	/* written by the processor's walk through
				 * the guest's page tables
				 * (host/scene/walk.h) */
	struct pageset masked;	/* of a store's operand, and perhaps not written
				 * (ABI_MASKED) */
	struct pageset unowned;	/* written by KVM for no vCPU */
	/*
	 * How often KVM may have marked the page for a vCPU at most: once per
	 * store to it, or once per write if a store has several. [vcpu][page]
	 */
	u32 **marks;
	struct ledger_store **last; /* [vcpu][page], over all rounds */
};

struct ledger {
	struct machine *machine;
	const struct image *image;
	u32 nr_slots;
	struct ledger_slot slot[MACHINE_MAX_SLOTS];
};

void ledger_init(struct ledger *l, struct machine *m,
		 const struct image *image);

/* Forget the round, but keep the last stores. */
void ledger_new_round(struct ledger *l);

/*
 * Replay @r as vCPU @v will obey it. v->expected, the number of the last store,
 * is moved on.
 */
void ledger_replay(struct ledger *l, struct machine_vcpu *v,
		   const struct abi_record *r);

/*
 * Compare memory with the round's stores. A difference is a failure: the payload counts its
 * stores, and what it has stored went elsewhere, as by a mapping that should be gone.
 */
void ledger_check_memory(const struct ledger *l, u32 slot);

/* Note that the processor itself wrote to a page, for vCPU @v. */
void ledger_add(struct ledger *l, struct machine_vcpu *v, u32 slot, u64 page);

/*
 * Set @done to the pages of the round whose memory shows that a store to them
 * is done.
 */
void ledger_done(const struct ledger *l, u32 slot, struct pageset *done);

/*
 * The last stores to a page in words: "last store 17 (store-64) of vCPU 0", or "no
 * store".
 */
const char *ledger_who(const struct ledger *l, u32 slot, u64 page);

#endif
