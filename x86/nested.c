// SPDX-License-Identifier: GPL-2.0-only
/* The host half of nested guests on x86: build what x86/nested.h describes. */
#include "host/machine/arch.h"
#include "host/machine/walk_bits.h"
#include "x86/nested_host.h"

const u64 arch_nested_gpa = NESTED_GPA;
const u64 arch_nested_view_gpa = NESTED_VIEW_GPA;

u64 arch_nested_entry(u64 gpa, u32 level, bool leaf, u32 flags)
{
	return kvm_cpu_has(X86_FEATURE_SVM) ?
		       nested_svm_entry(gpa, level, leaf, flags) :
		       nested_vmx_entry(gpa, level, leaf, flags);
}

u32 arch_nested_flags(u64 entry, bool leaf)
{
	return kvm_cpu_has(X86_FEATURE_SVM) ? nested_svm_flags(entry, leaf) :
					      nested_vmx_flags(entry, leaf);
}

u32 arch_nested_bits(struct kvm_vcpu *vcpu, enum nest how)
{
	return kvm_cpu_has(X86_FEATURE_SVM) || nested_vmx_ad(vcpu, how) ?
		       WALK_ACCESSED | WALK_DIRTY : 0;
}

u64 *arch_nested_gibs(struct kvm_vm *vm)
{
	return addr_gva2hva(vm, ABI_NESTED_GVA + NESTED_GIBS_PAGE * NESTED_PAGE_BYTES);
}

void nested_fill_tables(struct nested_pages *pages, u64 table, u64 leaf)
{
	u64 *root = nested_page(pages, NESTED_ROOT_PAGE);
	u64 *other = nested_page(pages, NESTED_OTHER_ROOT_PAGE);
	u64 *gibs = nested_page(pages, NESTED_GIBS_PAGE);

	root[0] = other[0] = nested_gpa(pages, NESTED_GIBS_PAGE) | table;
	for (u64 i = 0; i < NESTED_GIBS; i++) {
		gibs[i] = i << 30 | leaf;
		gibs[(NESTED_GPA >> 30) + i] = i << 30 | leaf;
	}
}

const char *arch_nest(struct kvm_vm *vm, struct kvm_vcpu *vcpu,
		      struct abi_vcpu *block, enum nest how, u64 log_gpa)
{
	struct nested *nested = nested_of(block);
	struct nested_pages pages = { .log_gpa = log_gpa };

	pages.gva = compat_alloc(vm, NESTED_PAGES * NESTED_PAGE_BYTES,
				 ABI_NESTED_GVA);
	pages.gpa = addr_gva2gpa(vm, pages.gva);
	pages.hva = addr_gva2hva(vm, pages.gva);
	if (kvm_cpu_has(X86_FEATURE_SVM))
		return nested_svm(vcpu, &pages, nested, how);
	if (kvm_cpu_has(X86_FEATURE_VMX))
		return nested_vmx(vcpu, &pages, nested, how);
	return "KVM offers its guests no nesting here";
}
