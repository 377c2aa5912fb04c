/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The truth of one round: the host walks the same store records as the guest
 * and writes down which pages were stored to, by whom, with what value, and
 * which were only touched.  It knows nothing of what KVM reports.
 */
#ifndef HOST_ROUND_LEDGER_H
#define HOST_ROUND_LEDGER_H

#include "host/machine/image.h"
#include "host/machine/machine.h"
#include "lib/pageset.h"

/* The last store of one vCPU to one page. */
struct ledger_store {
	u64 number;   /* of the store, 0: none */
	u32 offset;   /* bytes in the page */
	u16 op;
	u16 whole;    /* the store lies within the page and is of its number, so
		       * that memory can be compared with it */
};

struct ledger_slot {
	struct pageset stored;	/* in this round */
	struct pageset touched; /* by an instruction that does not store */
	struct pageset walked;	/* by the processor on its way through the
				 * guest's page tables; see host/scene/walk.h */
	struct pageset unowned;	/* by KVM, on behalf of no vCPU */
	/* How often KVM may have marked the page for a vCPU at most: its stores
	 * to it, those of several writes counting for each.  [vcpu][page] */
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

/* Forget the round, keep the last stores. */
void ledger_new_round(struct ledger *l);

/*
 * Replay @r as vCPU @v will obey it.  The store numbers follow from v->expected,
 * which is moved on.
 */
void ledger_replay(struct ledger *l, struct machine_vcpu *v,
		   const struct abi_record *r);

/*
 * Memory must hold what the round's stores left there; else the payload did
 * not do what it was told, which is our error and not KVM's.
 */
void ledger_check_memory(const struct ledger *l, u32 slot);

/* The processor itself wrote to a page, on behalf of @v. */
void ledger_add(struct ledger *l, struct machine_vcpu *v, u32 slot, u64 page);

/* The pages of the round whose memory shows that a store of it is done. */
void ledger_done(const struct ledger *l, u32 slot, struct pageset *done);

/* "store 17 (store-64) of vCPU 0" for the last stores to a page, or "no store". */
const char *ledger_who(const struct ledger *l, u32 slot, u64 page);

#endif
