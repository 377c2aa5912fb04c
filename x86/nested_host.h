/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts that SVM and VMX nesting share on the host's side. */
#ifndef X86_NESTED_HOST_H
#define X86_NESTED_HOST_H

#include <asm/processor-flags.h>

#include "host/machine/arch.h"
#include "host/machine/compat.h"
#include "x86/nested.h"

#define NESTED_PAGE_BYTES 4096
#define NESTED_LOG_ENTRIES (NESTED_PAGE_BYTES / 8)

/*
 * A vCPU's pages for its nested guest: two levels of tables that map the nested
 * guest's physical addresses, and the description of the nested guest.
 */
enum {
	NESTED_ROOT_PAGE,
	NESTED_GIBS_PAGE,
	NESTED_CONTROL_PAGE, /* VMCB or VMCS */
	NESTED_OUTER_PAGE,   /* SVM: host save area; VMX: VMXON region */
	NESTED_FIELDS_PAGE,  /* VMX: fields for the payload to write to the VMCS */
	NESTED_OTHER_ROOT_PAGE, /* leads to the same tables as the other one */
	NESTED_PAGES
};

struct nested_pages {
	u64 gva, gpa;
	u8 *hva;
	u64 log_gpa; /* NEST_PML: the page that the outer guest logs to */
};

static inline void *nested_page(const struct nested_pages *pages, u32 page)
{
	return pages->hva + page * NESTED_PAGE_BYTES;
}

static inline u64 nested_gva(const struct nested_pages *pages, u32 page)
{
	return pages->gva + page * NESTED_PAGE_BYTES;
}

static inline u64 nested_gpa(const struct nested_pages *pages, u32 page)
{
	return pages->gpa + page * NESTED_PAGE_BYTES;
}

/*
 * Fill the tables with pages of 1G.  @table and @leaf are the bits of a table's
 * and of a page's entry.  KVM may map these pages smaller.
 */
void nested_fill_tables(struct nested_pages *pages, u64 table, u64 leaf);

/*
 * Make an entry of these tables from @flags (host/machine/walk_bits.h), or read
 * the flags of one.
 */
u64 nested_svm_entry(u64 gpa, u32 level, bool leaf, u32 flags);
u64 nested_vmx_entry(u64 gpa, u32 level, bool leaf, u32 flags);
u32 nested_svm_flags(u64 entry, bool leaf);
u32 nested_vmx_flags(u64 entry, bool leaf);

bool nested_vmx_ad(struct kvm_vcpu *vcpu, enum nest how);

/*
 * Describe a nested guest with the vCPU's own state.  NULL, or why that cannot
 * be.
 */
const char *nested_svm(struct kvm_vcpu *vcpu, struct nested_pages *pages,
		       struct nested *nested, enum nest how);
const char *nested_vmx(struct kvm_vcpu *vcpu, struct nested_pages *pages,
		       struct nested *nested, enum nest how);

#endif
