/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOST_MACHINE_PAGING_WAY_H
#define HOST_MACHINE_PAGING_WAY_H

#include "lib/types.h"

struct kvm_vm;
struct kvm_vcpu;

/*
 * Ways to translate that the payload does not have (host/scene/paging.h), ended by a NULL
 * name.
 */
struct arch_paging {
	const char *name;
	/*
	 * The payload runs, and stores as ever.  Otherwise a stub runs in its place, with
	 * addresses that are guest physical ones, below 4 GiB.
	 */
	bool payload;
	bool view; /* it is the payload, and stores through the machine's view */
	bool tables; /* it has tables of its own */
	bool legacy; /* these are of a 32-bit processor */
	bool turns; /* arch_paging_turn() is for it */
};
extern const struct arch_paging arch_pagings[];

#define ARCH_PAGING_STORES 64 /* at most */
struct arch_paging_store {
	u32 gpa, value;
};

/* Memory for the tables of a way: ARCH_PAGING_TABLES pages of 4K. */
#define ARCH_PAGING_TABLES 13
struct arch_paging_memory {
	u64 gpa;
	u8 *hva; /* NULL: memory that is in no logged slot */
};

/*
 * Prepare way @i: guest virtual addresses from @gva on are going to be stored to, and are
 * mapped by small pages if the way has these.  No bit is set in the tables that the processor
 * sets.  Returns NULL, or why that cannot be.
 */
const char *arch_paging_start(struct kvm_vm *vm, struct kvm_vcpu *vcpu, u32 i, u64 gva,
			      u64 bytes, struct arch_paging_memory tables);
/*
 * Enter and leave way @i.  The vCPU is idle.  Where the payload does not store, a stub does, and
 * the way has been left when arch_paging_enter() returns.  False: the stub came to another end.
 */
bool arch_paging_enter(struct kvm_vcpu *vcpu, u32 i, const struct arch_paging_store *store,
		       u32 nr);
void arch_paging_leave(struct kvm_vcpu *vcpu, u32 i);

/*
 * vCPU 0, which is idle, gives its directory another last table where it translates @gva.  In
 * all of the area of that table, an address leads @distance bytes further than itself.  Two
 * such tables take turns.  False: the stub came to another end.
 */
bool arch_paging_turn(struct kvm_vcpu *vcpu, u32 i, u64 gva, u64 distance);

#endif
