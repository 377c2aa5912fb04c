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
	NEST,	    /* with accessed and dirty bits, if KVM offers them */
	NEST_NO_AD, /* without */
	NEST_PML,   /* with these bits, and the processor logs what becomes
		     * dirty (PML) */
	NEST_FLAT,  /* not at all: both guests have the same physical addresses */
	NEST_NARROW, /* as NEST, and where the outer guest changes its tables it flushes as
		      * little as it may: by a new ASID (SVM), or the tables of one EPT
		      * pointer after others were in use (VMX) */
};

struct machine_slot {
	u32 id;	      /* KVM's: as_id << 16 | slot number, never our index */
	u32 as_id;    /* address space; on x86, 1 is that of SMM */
	u64 gpa;      /* bytes; the guest virtual address is the same */
	u64 nr_pages;
	u8 *hva;
	bool logging; /* KVM_MEM_LOG_DIRTY_PAGES is set now */
	bool logged;  /* the test wants this slot logged */
	bool readonly; /* KVM_MEM_READONLY */
	bool still; /* no page of its memory moves (host/memory/still.h) */
};

enum machine_vcpu_state {
	VCPU_IDLE,   /* waits for a batch, out of KVM_RUN */
	VCPU_GO,     /* told to run */
	VCPU_FULL,   /* KVM_EXIT_DIRTY_RING_FULL, waits for a harvest */
	VCPU_PAUSED, /* kicked out of KVM_RUN in the middle of a batch */
	VCPU_HELD,   /* its ring was full and has room again; waits for
		      * machine_release() */
	VCPU_DEAD,   /* cannot go on; .words says why */
};

struct machine_vcpu {
	struct machine *machine;
	struct kvm_vcpu *kvm;
	struct abi_vcpu *block; /* in guest memory */
	u32 index;
	pthread_t thread;
	int tid; /* the kernel's number of the thread; 0: it has not begun */
	u64 starved_ns; /* cpus_starved_ns() when machine_wait() began to suspect a hang */
	enum machine_vcpu_state state;
	bool pause;	/* asked to stop within its batch */
	u32 nr_full;	/* ring-full exits; the user of this count sets it to
			 * 0 */
	bool hold;	/* the handler of a ring-full exit sets this: do not
			 * go on before machine_release() */
	u32 nr_refused; /* stores to read-only slots, since boot */
	u64 ran;	/* arch_ticks() that its KVM_RUNs have taken */
	u64 expected;	/* value of block->stores when the batch is done */
	char words[200]; /* what it died of */
	bool cannot;	/* this host cannot execute the instruction */
	/* dirty ring, NULL without */
	struct kvm_dirty_gfn *ring;
	u32 cursor;	/* index of the entry to harvest next, free-running */
	u32 unreset;	/* entries harvested but not yet reset */
	/*
	 * Counts up whenever somebody takes entries or resets them. So a
	 * ring-full exit can tell whether its ring was left alone since the
	 * vCPU entered KVM_RUN.
	 */
	u32 epoch, epoch_at_entry;
};

/*
 * More guest virtual addresses for the pages of a slot, by page tables that a
 * test keeps (host/scene/walk.h), or the library's (host/scene/view.h): page i of the view is page[i] of the slot.
 */
struct machine_view {
	u64 gva;
	u32 nr_pages; /* 0: there is none */
	u32 slot;
	u32 *page;
};

struct machine {
	struct machine *older; /* the one that was created before it */
	struct kvm_vm *vm;
	struct machine_view view;
	u32 nr_slots;
	struct machine_slot slot[MACHINE_MAX_SLOTS];
	u32 nr_vcpus;
	u32 most_vcpus; /* vCPUs that exist or can still be added */
	struct machine_vcpu *vcpu;
	u32 vcpu_id_step; /* KVM's id of vcpu[i] is i times this */
	u32 page_shift;	      /* log2 of bytes: the host's page, which is the
			       * unit of every dirty log */
	u32 guest_page_shift; /* log2 of bytes: the page of the guest's own
			       * page tables */
	enum nest nest; /* what vCPUs can run; NEST_NONE: no nested guests */
	bool hyperv; /* x86: vCPUs find themselves on Hyper-V */
	bool user; /* the guest's user mode may access the slots */
	u32 ring_entries;  /* 0: no ring */
	u32 ring_reserved; /* entries between the soft limit and the ring's
			    * end */
	u32 ring_cut; /* resets that left harvested entries (clause R47) */
	char ring_wrong[200]; /* the first promise that the ring broke */
	u32 deadline_s;	  /* a hang: no vCPU has begun a store for so long, not
			   * counting the time that it waited for a CPU */
	bool may_die;	  /* machine_wait_death() */
	/* machine_on_full() */
	void (*full)(void *ctx, struct machine_vcpu *v);
	void *full_ctx;
	/* machine_on_input() */
	void (*input)(void *ctx, struct machine_vcpu *v);
	void *input_ctx;
	/*
	 * While this is set, a vCPU that cannot execute an instruction is no
	 * failure but a skip, which names this.
	 */
	const char *probing;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* How far each slot's host address is behind a huge edge, in pages. */
enum hva {
	HVA_ALIGNED, /* not at all */
	HVA_AS_GPA, /* as far as its guest physical address, so KVM can map huge */
	HVA_PAGE_OFF, /* one more */
	HVA_WORD_OFF, /* 64 more: a word of the bitmap */
};

struct machine_slot_spec {
	u64 nr_pages; /* 0: the slot does not exist */
	u32 as_id; /* address space; the guest's page tables map only 0 */
	bool unlogged;
	bool alias; /* of the memory of the first slot */
	u64 gpa; /* bytes; MACHINE_GPA_TOP or _FIRST; 0: behind the slot
		  * before, with a gap, aligned for the backing */
};

/* The slot ends where the guest's physical addresses do. */
/* Where the first slot is unless a spec says otherwise. */
#define MACHINE_GPA_USUAL (1ull << 30)

#define MACHINE_GPA_TOP ~0ull
/* The address of the first slot, for a slot of another address space. */
#define MACHINE_GPA_FIRST (~0ull - 1)

struct machine_spec {
	const char *payload;
	u32 nr_vcpus;
	u32 nr_late_vcpus; /* machine_add_vcpu() may be called so often */
	u32 vcpu_id_step; /* 0: 1 */
	struct machine_slot_spec slot[MACHINE_MAX_SLOTS];
	bool adjacent; /* no gaps between slots */
	enum hva hva;
	const struct backing *backing;
	u32 timeout_scale;
	u32 guest_page_shift; /* of the guest's own page tables; 0: the host's */
	enum nest nest; /* nested guests that vCPUs must be able to run */
	bool user; /* the guest's user mode must be able to store */
	bool irqchip; /* KVM's own interrupt controller */
	bool hyperv; /* x86: the guest finds itself on Hyper-V */
	bool split_blocks; /* arm64: KVM splits blocks when logging is switched on */
};

/*
 * Create the VM, without slots: KVM wants some capabilities enabled before the
 * first slot. Ends the case if the host cannot provide the VM.
 */
struct machine *machine_create(const struct machine_spec *spec);

/*
 * Create the slots. None is logged yet, and there are no vCPUs: KVM wants some
 * capabilities enabled before the first vCPU.
 */
void machine_add_slots(struct machine *m, const struct machine_spec *spec);

/*
 * Set the dirty bit in the guest's own leaf entries of all slots. Call this
 * before machine_boot().
 */
void machine_set_guest_dirty(struct machine *m);

/* For tests of the machine itself: arch_break_traps(). */
bool machine_break_traps(struct machine *m);

/* Create the vCPUs and run each to its first doorbell. */
void machine_boot(struct machine *m);

/*
 * Create one of the spec's late vCPUs and run it to its first doorbell. Other
 * vCPUs may be in guest mode meanwhile.
 */
void machine_add_vcpu(struct machine *m);

/* Switch KVM_MEM_LOG_DIRTY_PAGES of a live slot on or off. */
void machine_log(struct machine *m, u32 slot, bool on);

/*
 * Delete a slot; create the deleted slot again, perhaps at another address or
 * of other memory; move a slot. No vCPU may be in KVM_RUN. The guest's page
 * tables go on mapping the addresses where the slot was.
 */
struct machine_slot_again {
	u64 gpa;   /* 0: where it was */
	void *hva; /* NULL: the memory that it had */
	bool logging;
	bool readonly;
	bool region2; /* by KVM_SET_USER_MEMORY_REGION2 */
};
/*
 * From now on KVM drops the mappings of a slot that goes, and no others. Skips the
 * case if this KVM has no choice.
 */
void machine_zap_slot_alone(struct machine *m);
void machine_delete_slot(struct machine *m, u32 slot);
void machine_create_slot(struct machine *m, u32 slot,
			 const struct machine_slot_again *as);
void machine_move_slot(struct machine *m, u32 slot, u64 gpa);

/*
 * The page into which the processor logs for the outer guest (NEST_PML): the
 * last page of the machine's last slot.
 */
struct machine_nested_log {
	u64 gpa;
	u64 *entries;
};
struct machine_nested_log machine_nested_log(const struct machine *m);

/* Map a slot in the guest's page tables, unless it is mapped already. */
void machine_map_slot(struct machine *m, u32 slot);

/* Let a vCPU begin stores up to number @store. At first there is no limit. */
void machine_credit(struct machine *m, u32 vcpu, u64 store);

/* Hand the batch in the vCPU's block to its thread. */
void machine_go(struct machine *m, u32 vcpu);

/*
 * From now on the waits below call @full for each ring-full exit. The vCPU is
 * stopped then, and other vCPUs may run. NULL, the default: a ring-full exit is
 * a failure.
 */
void machine_on_full(struct machine *m,
		     void (*full)(void *ctx, struct machine_vcpu *v), void *ctx);

/*
 * From now on each exit for input calls @input, in the vCPU's thread. The input is
 * given when @input returns, and KVM uses it in the next KVM_RUN. NULL, the default:
 * nothing is called. No vCPU may run meanwhile.
 */
void machine_on_input(struct machine *m,
		      void (*input)(void *ctx, struct machine_vcpu *v), void *ctx);

/*
 * Wait until no vCPU runs. If a vCPU dies, or if no store is begun for
 * deadline_s, the case ends, with words that say what the vCPU was doing.
 */
void machine_wait(struct machine *m);

/*
 * As machine_wait(), but a vCPU that dies ends the wait and not the case.
 * Returns that vCPU, NULL if none died.
 */
struct machine_vcpu *machine_wait_death(struct machine *m);

/*
 * As machine_wait(), but returns as soon as all vCPUs together have begun
 * @total stores since they booted. True if a vCPU still runs then.
 */
bool machine_wait_stores(struct machine *m, u64 total);

/*
 * As machine_wait(), but returns as soon as @vcpu has retired every store that
 * it has credit for. True if it waits for more credit, in guest mode; false if
 * its batch has ended.
 */
bool machine_wait_spent(struct machine *m, u32 vcpu);

/*
 * Take back the credit that is left, and wait as machine_wait_spent() does.
 */
bool machine_hold(struct machine *m, u32 vcpu);

/*
 * As machine_wait(), but returns when machine_now_ns() reaches @until_ns. True
 * if a vCPU still runs then.
 */
bool machine_wait_time(struct machine *m, u64 until_ns);

/* CLOCK_MONOTONIC in nanoseconds, the clock of all times here. */
u64 machine_now_ns(void);

/*
 * From now on @vcpu has one CPU to itself. The caller, and threads that it
 * makes from now on, have the other CPUs. For cases with NEED_CPUS2.
 */
void machine_pin_apart(struct machine *m, u32 vcpu);

/* Let a held vCPU (VCPU_HELD) go on. */
void machine_release(struct machine *m, u32 vcpu);

/*
 * machine_pause() kicks every running vCPU out of KVM_RUN and waits for it;
 * machine_resume() lets these vCPUs go on.
 */
void machine_pause(struct machine *m);
void machine_resume(struct machine *m);

/* The host address of guest physical address @gpa; NULL outside all slots. */
void *machine_hva(struct machine *m, u64 gva);

#endif
