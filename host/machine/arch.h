/* SPDX-License-Identifier: GPL-2.0-only */
/* What x86/ and arm64/ each implement for the host side. */
#ifndef HOST_MACHINE_ARCH_H
#define HOST_MACHINE_ARCH_H

#include "host/machine/backend.h"
#include "host/machine/compat.h"
#include "host/machine/machine.h"
#include "host/machine/nested_page.h"
#include "host/machine/own_write.h"
#include "host/machine/paging_way.h"

/*
 * What KVM can have on this architecture. A case that needs more is not listed.
 * A case that needs what only this host lacks is skipped.
 */
struct arch_limits {
	bool ring_bitmap; /* KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP */
	u64 pool_bytes;	  /* sizes of hugetlb pages, or-ed */
	u64 guest_pages;  /* sizes in bytes that a guest's pages can have */
	bool device_memory; /* KVM logs a slot of a device's memory */
	bool nest_irqchip; /* nested guests need KVM's own interrupt controller */
};

extern const struct arch_limits arch_limits;

/*
 * Fill in name, two_stage, tdp_mmu, pml, emulated, params and ring_reserved.
 * Returns NULL, or why they cannot be known.
 */
const char *arch_backend(struct backend *b);

/* The type that KVM_CREATE_VM of this host wants for a VM that asks for nothing. */
u64 arch_vm_type(int kvm);

/* The page sizes in bytes, or-ed, that this host's KVM offers to guests. */
u64 arch_guest_pages(void);

/*
 * Create a VM without slots and vCPUs. The guest translates with pages of 1 <<
 * @guest_page_shift bytes, as virt_pg_map() does; 0: the host's page size.
 * Skips the case where KVM has no such guest pages.
 */
struct kvm_vm *arch_vm_create(u32 guest_page_shift);

/*
 * Create vCPU @id that starts at the image's entry, with @index as argument and a
 * stack of its own. @block is at @block_gva in guest memory. @wanted: ARCH_WANTS_*.
 */
#define ARCH_WANTS_NEST 1   /* arch_nest() will be called for it */
#define ARCH_WANTS_HYPERV 2 /* x86: the guest finds itself on Hyper-V */
struct kvm_vcpu *arch_vcpu_create(struct kvm_vm *vm, u32 id, u32 index,
				  const struct abi_image *image,
				  struct abi_vcpu *block, u64 block_gva,
				  u32 wanted);

/*
 * Create KVM's own interrupt controller, in a VM without vCPUs. False: there is
 * none on this host.
 */
bool arch_irqchip(struct kvm_vm *vm);
/*
 * Finish the interrupt controller, after the VM's vCPUs were created and before one runs.
 */
void arch_irqchip_vcpus(void);

/* Make the next KVM_RUN enter SMM first. For cases with NEED_SMM. */
void arch_smi(struct kvm_vcpu *vcpu);

/* The vCPU, which is in SMM and idle, goes on at @pc, an offset into its code segment. */
void arch_go_on_at(struct kvm_vcpu *vcpu, u64 pc);

/* SMM's memory begins at @gpa from now on (SMBASE), which need not begin a page. */
void arch_smm_base(struct kvm_vcpu *vcpu, u64 gpa);

/*
 * Let the guest's user mode access all that its page tables map by now. No vCPU
 * may have used what user mode could not access. Returns NULL, or why that cannot
 * be.
 */
const char *arch_user(struct kvm_vm *vm);

/*
 * Prepare a vCPU that has not run for nested guests, whose addresses are those
 * of ABI_NESTED_ALIAS. With NEST_PML the processor logs into the page at
 * @log_gpa. Returns NULL, or why that cannot be.
 */
const char *arch_nest(struct kvm_vm *vm, struct kvm_vcpu *vcpu,
		      struct abi_vcpu *block, enum nest how, u64 log_gpa);

/* The bits, WALK_*, that KVM sets in the tables that translate for a nested guest. */
u32 arch_nested_bits(struct kvm_vcpu *vcpu, enum nest how);

/* The nested guest's physical address of the first data slot. */
extern const u64 arch_nested_gpa;

/*
 * The tables that translate a nested guest's physical addresses
 * (host/scene/walk.h). Nothing is mapped at arch_nested_view_gpa.
 * arch_nested_gibs() is vCPU 0's table of level 3, an entry for each 1G.
 */
extern const u64 arch_nested_view_gpa;
u64 arch_nested_entry(u64 gpa, u32 level, bool leaf, u32 flags);
u32 arch_nested_flags(u64 entry, bool leaf);
u64 *arch_nested_gibs(struct kvm_vm *vm);

/*
 * Read the state of the idle vCPU, and set it again, as where a migration arrives.  False:
 * this architecture cannot.
 */
bool arch_restores(void);
void arch_restore(struct kvm_vcpu *vcpu);

/* True if the last exit is the doorbell. Its value is then in *@bell. */
bool arch_doorbell_exit(const struct kvm_vcpu *vcpu, u32 *bell);

/*
 * True if the last exit is a read from the doorbell's port or address. The
 * guest is then given bytes that differ from what slots are filled with. Also true
 * of a halt that is meant (x86, ABI_HALT_MARK), which goes on with the next KVM_RUN.
 */
bool arch_input_exit(struct kvm_vcpu *vcpu);

/* The program counter, for messages. */
u64 arch_pc(struct kvm_vcpu *vcpu);

/*
 * Call this in every loop that waits for the guest. Where one thread emulates
 * all CPUs, it lets the vCPU run before the next timer interrupt. An interrupt
 * would force the vCPU out of guest mode, and its old translations would be
 * lost.
 */
void arch_relax(void);

/* The name of a trap, without "#": "UD". */
const char *arch_trap_name(u64 vector);

/* True if the trap means that the processor lacks the instruction. */
bool arch_trap_is_undefined(u64 vector);

/*
 * Take the payload's trap vectors away, so that an exception becomes fatal.
 * False: this architecture knows no fatal exception.
 */
bool arch_break_traps(struct kvm_vm *vm, const struct abi_image *image);

/*
 * The leaf entry for @gva in the guest's own tables, where @gva is mapped.  That of the
 * next page is behind it as long as both are in the same table, and maps the next guest
 * physical page if it is the same but for this address.
 */
u64 *arch_leaf_entry(struct kvm_vm *vm, u64 gva);

/*
 * Set or clear the dirty bit (on x86 D, and A with it) in the guest's own leaf
 * entry for @gva. No vCPU may have used the entry yet.
 */
void arch_guest_pte_dirty(struct kvm_vm *vm, u64 gva, bool dirty);

/*
 * The guest's own page tables (host/scene/walk.h). Levels count from 1, the
 * last level. Flags are WALK_*.
 */
struct arch_walk {
	u64 view_gva;	/* a virtual address that nothing else uses */
	/* The processor sets the accessed bit in entries of every level. */
	bool accessed_above;
};
extern const struct arch_walk arch_walk;

/*
 * NULL, or why this vCPU cannot have a leaf entry at @level, or sets no bits.  @asks: the
 * case's walks set bits, and need leave to write to the guest's tables for that alone.
 */
const char *arch_walk_missing(const struct backend *b, struct kvm_vcpu *vcpu,
			      u32 level, bool asks);
/*
 * From now on the processor, or KVM in its stead, sets accessed and dirty bits
 * in the tables of this vCPU. @root_gpa, if not 0, is its new first table.
 */
void arch_walk_start(struct kvm_vcpu *vcpu, u64 root_gpa);
u64 arch_walk_entry(u64 gpa, u32 level, bool leaf, u32 flags);
u32 arch_walk_flags(u64 entry, bool leaf);

/*
 * From now on KVM drops the mappings of a slot that goes, and no others. False:
 * this KVM has no choice.
 */
bool arch_zap_slot_alone(struct kvm_vm *vm);

/*
 * Make an ioctl() as a 32-bit program does; @arg lies below 4 GiB. Returns 0 or
 * an errno value; ENOSYS: a 64-bit program cannot do that here.
 */
int arch_compat_ioctl(int fd, u32 request, void *arg);

/*
 * The processor's counter of time: ticks of the TSC, or CNTVCT_EL0 in nanoseconds. Both
 * count instructions where an emulator's clock does.
 */
u64 arch_ticks(void);

#endif
