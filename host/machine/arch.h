/* SPDX-License-Identifier: GPL-2.0-only */
/* What the architecture's folder implements for the host side. */
#ifndef HOST_MACHINE_ARCH_H
#define HOST_MACHINE_ARCH_H

#include "host/machine/backend.h"
#include "host/machine/compat.h"
#include "host/machine/machine.h"

/*
 * What KVM may have on this architecture.  Cases that need what it cannot have
 * are not listed; where a host lacks what it could have, they are skipped.
 */
struct arch_limits {
	bool ring_bitmap; /* KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP */
	u64 pool_bytes;	  /* sizes of hugetlb pages, or-ed */
	u64 guest_pages;  /* sizes in bytes that a guest's pages can have */
};

extern const struct arch_limits arch_limits;

/*
 * Fill name, two_stage, tdp_mmu, pml, emulated, params and ring_reserved; why
 * that cannot be known, or NULL.
 */
const char *arch_backend(struct backend *b);

/* The sizes in bytes, or-ed, of the guest pages that this host's KVM has. */
u64 arch_guest_pages(void);

/*
 * A VM without slots and vCPUs.  Its page size, which virt_pg_map() goes by and
 * the guest translates with, is 1 << @guest_page_shift bytes; 0: the host's.
 * Skips the case where KVM has no such guest pages.
 */
struct kvm_vm *arch_vm_create(u32 guest_page_shift);

/*
 * A vCPU whose next instruction is the image's entry, with its index as the
 * argument and its own stack.  @block is in guest memory at @block_gva.
 */
struct kvm_vcpu *arch_vcpu_create(struct kvm_vm *vm, u32 index,
				  const struct abi_image *image,
				  struct abi_vcpu *block, u64 block_gva);

/* KVM's own interrupt controllers for a VM without vCPUs; false: none here. */
bool arch_irqchip(struct kvm_vm *vm);
/* The rest of it, when a vCPU was created and has not run yet. */
void arch_irqchip_vcpu(void);

/* The next KVM_RUN takes the vCPU to SMM first; for hosts that have NEED_SMM. */
void arch_smi(struct kvm_vcpu *vcpu);

/*
 * All that the guest's page tables have is for its user mode as well; before any
 * vCPU has run.  Why that cannot be, or NULL.
 */
const char *arch_user(struct kvm_vm *vm);

/*
 * Give a vCPU that has not run what it needs to run a nested guest, whose
 * addresses are those of ABI_NESTED_ALIAS; why it cannot, or NULL.  The log of
 * NEST_PML is the page at @log_gpa.
 */
const char *arch_nest(struct kvm_vm *vm, struct kvm_vcpu *vcpu,
		      struct abi_vcpu *block, enum nest how, u64 log_gpa);

/* Are there such bits? */
bool arch_nested_ad(struct kvm_vcpu *vcpu, enum nest how);

/* Where a nested guest's physical addresses of the data slots begin. */
extern const u64 arch_nested_gpa;

/*
 * The tables that translate a nested guest's physical addresses, for host/scene/walk.h:
 * where there is nothing yet, and how vCPU 0's are led on from there, by an entry
 * of level 3.
 */
extern const u64 arch_nested_view_gpa;
u64 arch_nested_entry(u64 gpa, u32 level, bool leaf, u32 flags);
u32 arch_nested_flags(u64 entry, bool leaf);
void arch_nested_hang(struct kvm_vm *vm, u64 entry);

/* True if the last exit is the doorbell; its value in *@bell. */
bool arch_doorbell_exit(const struct kvm_vcpu *vcpu, u32 *bell);

/*
 * True if the last exit is the guest's wish to read from the doorbell's port, or
 * from its address; it gets bytes that no store is filled with beforehand.
 */
bool arch_input_exit(struct kvm_vcpu *vcpu);

/* The program counter, for a message. */
u64 arch_pc(struct kvm_vcpu *vcpu);

/*
 * In a loop that waits for the guest.  It is more than a courtesy where one thread
 * emulates all processors, which hands over to the next then, within less than the
 * time between two timer interrupts: and only a vCPU that none of these has sent
 * out of guest mode has translations from before.
 */
void arch_relax(void);

/* "#UD" for a trap's vector. */
const char *arch_trap_name(u64 vector);

/* True if the trap means that the processor lacks the instruction. */
bool arch_trap_is_undefined(u64 vector);

/*
 * Take the payload's trap vectors away, so that an exception cannot be reported;
 * false if the architecture has no fatal end for that.
 */
bool arch_break_traps(struct kvm_vm *vm, const struct abi_image *image);

/* Set or clear the dirty bit (x86: D, and A with it) in the guest's own leaf
 * page table entry for @gva.  The vCPU must not have used it yet. */
void arch_guest_pte_dirty(struct kvm_vm *vm, u64 gva, bool dirty);

/*
 * The guest's own page tables, for host/scene/walk.h.  Levels count from 1, the last;
 * flags are WALK_*.
 */
struct arch_walk {
	u64 view_gva;	/* nothing else is there */
	/* The processor sets it in entries that lead to another table, too. */
	bool accessed_above;
};
extern const struct arch_walk arch_walk;

/* NULL, or why this vCPU has no leaf at @level, or sets no bits by itself. */
const char *arch_walk_missing(const struct backend *b, struct kvm_vcpu *vcpu,
			      u32 level);
/* The vCPU sets bits from now on; its first table is at @root_gpa, if not 0. */
void arch_walk_start(struct kvm_vcpu *vcpu, u64 root_gpa);
u64 arch_walk_entry(u64 gpa, u32 level, bool leaf, u32 flags);
u32 arch_walk_flags(u64 entry, bool leaf);

/*
 * Writes to guest memory that KVM does by itself (host/scene/own_write.h).  start()
 * asks for one; false: this KVM does not offer it.  @again: any later KVM_RUN
 * may write there, too.  Ended by a NULL name.
 */
struct arch_own_write {
	const char *name;
	bool again;
	bool irqchip; /* it is the interrupt controller's, which must be KVM's */
	bool no_vcpu; /* start() has done it, on behalf of no vCPU */
	bool (*start)(struct kvm_vcpu *vcpu, u64 gpa);
	/* Not NULL: it comes with a page that the host has to fetch first.  Has the
	 * guest been told?  The vCPU is idle. */
	bool (*absent_seen)(const struct abi_vcpu *block);
};

extern const struct arch_own_write arch_own_writes[];

/*
 * An ioctl as a 32-bit program makes it: its errno value or 0, ENOSYS where a
 * 64-bit program cannot.  @arg lies below 4 GiB.
 */
int arch_compat_ioctl(int fd, u32 request, void *arg);

#endif
