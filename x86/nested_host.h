/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two kinds of nesting share, on the host's side. */
#ifndef X86_NESTED_HOST_H
#define X86_NESTED_HOST_H

#include <asm/processor-flags.h>

#include "host/machine/arch.h"
#include "host/machine/compat.h"
#include "x86/nested.h"

#define NESTED_PAGE_BYTES 4096
#define NESTED_LOG_ENTRIES (NESTED_PAGE_BYTES / 8)

/*
 * A vCPU's pages for its nested guest: two levels of tables that map its physical
 * addresses, and what describes it.
 */
enum {
	NESTED_ROOT_PAGE,
	NESTED_GIBS_PAGE,
	NESTED_CONTROL_PAGE, /* VMCB or VMCS */
	NESTED_OUTER_PAGE,   /* the processor's own, for the outer guest */
	NESTED_FIELDS_PAGE,  /* VMX: what is to be written to the VMCS */
	NESTED_PAGES
};

struct nested_pages {
	u64 gva, gpa;
	u8 *hva;
	u64 log_gpa; /* of NEST_PML, elsewhere */
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

/* Fill the tables with pages of 1G, given the bits of an entry of each kind;
 * what KVM itself maps them with is another matter. */
void nested_fill_tables(struct nested_pages *pages, u64 table, u64 leaf);

/* An entry of such tables, with the bits of host/machine/walk_bits.h, and those it has. */
u64 nested_svm_entry(u64 gpa, u32 level, bool leaf, u32 flags);
u64 nested_vmx_entry(u64 gpa, u32 level, bool leaf, u32 flags);
u32 nested_svm_flags(u64 entry, bool leaf);
u32 nested_vmx_flags(u64 entry, bool leaf);

bool nested_vmx_ad(struct kvm_vcpu *vcpu, enum nest how);

/* Describe a nested guest that is what the vCPU is; why it cannot be, or NULL. */
const char *nested_svm(struct kvm_vcpu *vcpu, struct nested_pages *pages,
		       struct nested *nested, enum nest how);
const char *nested_vmx(struct kvm_vcpu *vcpu, struct nested_pages *pages,
		       struct nested *nested, enum nest how);

#endif
