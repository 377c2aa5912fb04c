/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtual machine with a payload in it.  The smallest use, with one slot of ten pages
 * and one vCPU (a test has it made from its case, by start_reach()):
 *
 *	struct machine_spec spec = { .payload = "dirtier", .nr_vcpus = 1,
 *				     .backing = backings, .timeout_scale = 1,
 *				     .slot = { { .nr_pages = 10 } } };
 *	struct machine *m = machine_create(&spec);
 *
 *	machine_add_slots(m, &spec);
 *	machine_boot(m);
 *	... write store records to m->vcpu[0].block ...
 *	machine_go(m, 0);
 *	machine_wait(m);
 *
 * Data slots are logged or not.  Each vCPU has a thread of its own and obeys one batch
 * of store records at a time.  A machine knows how to run the guest and how to see that
 * the guest hangs or dies; it knows nothing of harvests and of verdicts on pages.
 *
 * Everything but the data slots (image, stacks, page tables, vCPU blocks) lies in slot
 * 0 of KVM, which is never logged.
 */
#ifndef HOST_MACHINE_MACHINE_H
#define HOST_MACHINE_MACHINE_H

#include <pthread.h>

#include "host/memory/backing.h"
#include "lib/abi.h"

struct kvm_vm;
struct kvm_vcpu;
struct kvm_dirty_gfn;

#define MACHINE_MAX_SLOTS 8

/* How an outer guest translates for its nested one. */
enum nest {
	NEST_NONE,
	NEST,	    /* with accessed and dirty bits, where KVM offers them */
	NEST_NO_AD, /* without */
	NEST_PML,   /* with them, and the processor logs what becomes dirty */
};

struct machine_slot {
	u32 id;	      /* KVM's: as_id << 16 | slot number, never our index */
	u32 as_id;    /* address space; x86: 1 is what a vCPU has in SMM */
	u64 gpa;      /* also the guest virtual address */
	u64 nr_pages;
	u8 *hva;
	bool logging; /* KVM_MEM_LOG_DIRTY_PAGES is set now */
	bool logged;  /* ... and was wanted by the test */
	bool readonly; /* KVM_MEM_READONLY */
	bool still; /* no page of its memory moves (host/memory/still.h) */
};

enum machine_vcpu_state {
	VCPU_IDLE,   /* waits for a batch, out of KVM_RUN */
	VCPU_GO,     /* told to run */
	VCPU_FULL,   /* KVM_EXIT_DIRTY_RING_FULL, waits for a harvest */
	VCPU_PAUSED, /* kicked out of KVM_RUN in the middle of a batch */
	VCPU_HELD,   /* was full, has room, and is to wait: see hold */
	VCPU_DEAD,   /* will never finish; see words */
};

struct machine_vcpu {
	struct machine *machine;
	struct kvm_vcpu *kvm;
	struct abi_vcpu *block; /* in guest memory */
	u32 index;
	pthread_t thread;
	enum machine_vcpu_state state;
	bool pause;	/* asked to stop in the middle */
	u32 nr_full;	/* ring-full exits; for its owner to set to 0 */
	bool hold;	/* for the handler of such exits to set: do not go on
			 * before machine_release() */
	u32 nr_refused; /* stores to read-only slots; never set to 0 */
	u64 expected;	/* value of block->stores when the batch is done */
	char words[200]; /* what it died of */
	bool cannot;	/* ... and it is the host that cannot do it */
	/* dirty ring, NULL without */
	struct kvm_dirty_gfn *ring;
	u32 cursor;	/* index of the entry to harvest next, free-running */
	u32 unreset;	/* entries harvested but not yet reset */
	/*
	 * Moves on whenever somebody takes entries or resets them, so that a
	 * ring-full exit can tell whether its ring was left alone since the
	 * vCPU entered KVM_RUN.
	 */
	u32 epoch, epoch_at_entry;
};

/*
 * More guest virtual addresses of a slot's pages, by tables that a test keeps
 * (host/scene/walk.h): page i of them is page[i] of the slot.
 */
struct machine_view {
	u64 gva;
	u32 nr_pages; /* 0: there is none */
	u32 slot;
	u32 *page;
};

struct machine {
	struct kvm_vm *vm;
	struct machine_view view;
	u32 nr_slots;
	struct machine_slot slot[MACHINE_MAX_SLOTS];
	u32 nr_vcpus;
	u32 most_vcpus; /* with those that can still be added */
	struct machine_vcpu *vcpu;
	u32 page_shift;	      /* the host's, and any log's */
	u32 guest_page_shift; /* what the guest translates with */
	enum nest nest; /* its vCPUs can run nested guests, or NEST_NONE */
	bool user; /* its memory is for user mode, too */
	u32 ring_entries;  /* 0: no ring */
	u32 ring_reserved; /* between the soft limit and the end */
	char ring_wrong[200]; /* the first promise that the ring broke */
	u32 deadline_s;	  /* without progress of any vCPU */
	bool may_die;	  /* machine_wait_death() */
	/* machine_on_full() */
	void (*full)(void *ctx, struct machine_vcpu *v);
	void *full_ctx;
	/* While set, a vCPU that cannot execute is a skip that names this. */
	const char *probing;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

struct machine_slot_spec {
	u64 nr_pages; /* 0: the slot does not exist */
	u32 as_id; /* not 0: the guest's page tables know nothing of it */
	bool unlogged;
	u64 gpa; /* 0: after the slot before, aligned to the backing,
		  * with a gap; MACHINE_GPA_TOP */
};

/* The slot ends where the guest's physical addresses do. */
#define MACHINE_GPA_TOP ~0ull
/* Where the first slot is; for another address space. */
#define MACHINE_GPA_FIRST (~0ull - 1)

struct machine_spec {
	const char *payload;
	u32 nr_vcpus;
	u32 nr_late_vcpus; /* may be added while the others live */
	struct machine_slot_spec slot[MACHINE_MAX_SLOTS];
	bool adjacent; /* no gaps between slots */
	const struct backing *backing;
	u32 timeout_scale;
	u32 guest_page_shift; /* of the guest's own page tables; 0: the host's */
	enum nest nest; /* its vCPUs shall be able to run nested guests */
	bool user; /* stores in the guest's user mode shall be possible */
	bool irqchip; /* KVM's own interrupt controller */
};

/*
 * A VM without slots, as KVM wants some capabilities enabled before the first
 * of them.  Ends the case if the host cannot provide it.
 */
struct machine *machine_create(const struct machine_spec *spec);

/*
 * Its slots, none logging yet; still without vCPUs, as KVM wants others enabled
 * before the first of those.
 */
void machine_add_slots(struct machine *m, const struct machine_spec *spec);

/* Set the dirty bit in the guest's own leaf entries of all slots; before
 * machine_boot(). */
void machine_set_guest_dirty(struct machine *m);

/* For a test of the machine itself: see arch_break_traps(). */
bool machine_break_traps(struct machine *m);

/* Create the vCPUs and run each to its first doorbell. */
void machine_boot(struct machine *m);

/*
 * Create one vCPU more, of those that the spec has room for, and run it to its
 * first doorbell; others may be in guest mode.
 */
void machine_add_vcpu(struct machine *m);

/* Set or drop KVM_MEM_LOG_DIRTY_PAGES on a live slot. */
void machine_log(struct machine *m, u32 slot, bool on);

/*
 * Delete a slot; create the one that was deleted once more, perhaps somewhere
 * else or of other memory; move one.  No vCPU is in KVM_RUN, and the guest maps
 * the addresses where the slot has been, too.
 */
struct machine_slot_again {
	u64 gpa;   /* 0: where it was */
	void *hva; /* NULL: the memory that it had */
	bool logging;
	bool readonly;
	bool region2; /* by KVM_SET_USER_MEMORY_REGION2 */
};
void machine_delete_slot(struct machine *m, u32 slot);
void machine_create_slot(struct machine *m, u32 slot,
			 const struct machine_slot_again *as);
void machine_move_slot(struct machine *m, u32 slot, u64 gpa);

/* Where the outer guest has the processor's log with NEST_PML: the last page. */
struct machine_nested_log {
	u64 gpa;
	u64 *entries;
};
struct machine_nested_log machine_nested_log(const struct machine *m);

/* Map a slot in the guest's page tables, where it is not mapped already. */
void machine_map_slot(struct machine *m, u32 slot);

/* Let a vCPU begin stores up to number @store; it starts without a limit. */
void machine_credit(struct machine *m, u32 vcpu, u64 store);

/* Hand the batch in the vCPU's block to its thread. */
void machine_go(struct machine *m, u32 vcpu);

/*
 * From now on the waits below call @full for each ring-full exit, with the vCPU
 * stopped and others possibly running.  NULL, as at first: none can come, so that one
 * is a failure.
 */
void machine_on_full(struct machine *m,
		     void (*full)(void *ctx, struct machine_vcpu *v), void *ctx);

/*
 * Wait until no vCPU runs.  A vCPU that dies, or a deadline without any store begun,
 * ends the case with words that say what the vCPU was doing.
 */
void machine_wait(struct machine *m);

/*
 * As machine_wait(), but one that dies ends the wait and not the case: it is what
 * is returned, NULL if none did.
 */
struct machine_vcpu *machine_wait_death(struct machine *m);

/*
 * As machine_wait(), but returns as soon as the vCPUs have begun @total stores
 * in all since they booted: true if a vCPU is still under way.
 */
bool machine_wait_stores(struct machine *m, u64 total);

/*
 * As machine_wait(), but returns as soon as @vcpu has retired all that it has
 * credit for, and waits for more in guest mode: true then, false if it ended.
 */
bool machine_wait_spent(struct machine *m, u32 vcpu);

/*
 * As machine_wait(), but until the clock is at @until_ns, done or not: true if
 * a vCPU is still under way then.
 */
bool machine_wait_time(struct machine *m, u64 until_ns);

/* The clock that all times are from: CLOCK_MONOTONIC. */
u64 machine_now_ns(void);

/*
 * From now on @vcpu has one of the CPUs to itself, and the caller and the threads
 * that it makes have the others; for cases that NEED_CPUS2.
 */
void machine_pin_apart(struct machine *m, u32 vcpu);

/* Let a vCPU that is held go on. */
void machine_release(struct machine *m, u32 vcpu);

/* Kick every running vCPU out of KVM_RUN and wait for it; then let it go on. */
void machine_pause(struct machine *m);
void machine_resume(struct machine *m);

/* Where the payload's memory is, NULL outside all slots. */
void *machine_hva(struct machine *m, u64 gva);

#endif
