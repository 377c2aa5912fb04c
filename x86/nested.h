/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A nested guest on x86, for host and payload.  The host builds the description
 * of the nested guest (a VMCB, or a list of VMCS fields) and the tables that
 * map its memory.  The payload enters and leaves the nested guest, and obeys
 * records in either guest.
 *
 * The nested guest shares registers, stack and first-level page tables with the
 * outer guest.  All memory is at the same physical addresses in both.  In the
 * nested guest the memory is also at NESTED_GPA above these addresses.  A store
 * there has another physical address in each guest, and KVM must report the
 * outer guest's.
 */
#ifndef X86_NESTED_H
#define X86_NESTED_H

#include "lib/abi.h"

enum nested_kind {
	NESTED_NONE, /* this vCPU has no nested guest */
	NESTED_SVM,
	NESTED_VMX,
};

/*
 * Lies in struct abi_vcpu's arch[], behind the TSS.  x86/abi.inc has the
 * offsets.
 */
struct nested {
	u32 kind;   /* enum nested_kind */
	u32 inside; /* payload only: the vCPU runs in the nested guest */
	u64 control_gva; /* SVM: the VMCB */
	u64 control_gpa; /* VMCB or VMCS */
	u64 outer_gpa;	 /* VMX: the VMXON region; 0 after VMXON */
	u64 fields_gva;	 /* VMX: pairs of a VMCS field and its value */
	u32 nr_fields;
	u32 launched; /* payload only: VMLAUNCH is done, VMRESUME follows */
	u64 flush;    /* payload only: the next entry flushes the translations of
		       * the nested guest's physical addresses */
	u32 tpr;      /* VMX: if not 0, the nested guest writes it to CR8 when
		       * it is entered and before it leaves: 1, 2 and 3 in
		       * turn.  Flags differ then, too */
	u32 clear;    /* VMX: after the nested guest has left, VMCLEAR */
	u64 save_gpa; /* SVM: if not 0, VMSAVE here before the nested guest is
		       * entered, with another KERNEL_GS_BASE each time */
	u64 failed_gpa; /* SVM: if not 0, VMRUN of the VMCB here, which must fail, before
			 * the nested guest is entered */
	u64 other_gpa; /* VMX: if not 0, this VMCS becomes the current one after the
			 * nested guest has left */
	u64 enlightened_gva; /* VMX: if not 0, the VMCS that Hyper-V's guests write like
			      * other memory, and no other is used */
	u64 rax, rcx; /* payload only: the nested guest's, when it has left */
	u64 narrow; /* if not 0, flush needs no more than it must.  SVM: there are so many
		     * ASIDs, and the nested guest gets the next one.  VMX: the nested guest
		     * runs by this EPT pointer, and leaves, and INVEPT names the other */
};

#define NESTED_AT 16 /* index in arch[] */

static inline struct nested *nested_of(struct abi_vcpu *block)
{
	return (struct nested *)&block->arch[NESTED_AT];
}

#define NESTED_GPA (256ull << 30)
/* The number of GiB that are mapped, at 0 and at NESTED_GPA. */
#define NESTED_GIBS 128
/*
 * Above these: physical addresses for a test's own tables (host/scene/walk.h).
 */
#define NESTED_VIEW_GPA (NESTED_GPA + ((u64)NESTED_GIBS << 30))

#endif
