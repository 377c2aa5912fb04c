/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A nested guest on x86, for both sides.  The host makes what describes it (a
 * VMCB, or a list of fields of a VMCS) and the tables that map its memory; the
 * payload goes into it and out again, and obeys records in either.
 *
 * The nested guest shares registers, stack and first-level page tables with
 * whoever entered it.  Its physical addresses are the same as well, and once more
 * NESTED_GPA above: so what lies there has another address in each guest, and
 * KVM must report the outer one.
 */
#ifndef X86_NESTED_H
#define X86_NESTED_H

#include "lib/types.h"

enum nested_kind {
	NESTED_NONE, /* this vCPU cannot nest */
	NESTED_SVM,
	NESTED_VMX,
};

/* In struct abi_vcpu's arch[], behind the TSS; x86/abi.inc has the offsets. */
struct nested {
	u32 kind;   /* enum nested_kind */
	u32 inside; /* the payload's own: it runs in the nested guest */
	u64 control_gva; /* SVM: the VMCB */
	u64 control_gpa; /* VMCB or VMCS */
	u64 outer_gpa;	 /* VMX: what VMXON wants */
	u64 fields_gva;	 /* VMX: pairs of a VMCS field and its value */
	u32 nr_fields;
	u32 launched; /* the payload's own */
	u64 flush;    /* the payload's own: as it goes in, translations of the
		       * nested guest's physical addresses are forgotten */
};

#define NESTED_AT 16 /* index in arch[] */
#define NESTED_GPA (256ull << 30)
/* So much is mapped, at 0 and at NESTED_GPA. */
#define NESTED_GIBS 128
/* Physical addresses for tables that a test keeps (host/scene/walk.h), behind those. */
#define NESTED_VIEW_GPA (NESTED_GPA + ((u64)NESTED_GIBS << 30))

#endif
