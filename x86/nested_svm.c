// SPDX-License-Identifier: GPL-2.0-only
/*
 * A nested guest by SVM: a VMCB with the vCPU's own state (AMD64 manual, volume
 * 2, chapter 15 and appendix B).
 */
#include "host/machine/arch.h"
#include "host/machine/walk_bits.h"
#include "x86/nested_host.h"

#include "svm.h"

/* The processor walks nested page tables as user accesses. */
#define ENTRY 0x27ull	      /* present, writable, user, accessed */
#define LEAF (ENTRY | 0xc0ull) /* ... dirty, large */

/* A segment as the VMCB has it, with packed attributes. */
static struct vmcb_seg segment(const struct kvm_segment *s)
{
	return (struct vmcb_seg){
		.selector = s->selector,
		.attrib = s->type | s->s << 4 | s->dpl << 5 | s->present << 7 |
			  s->avl << 8 | s->l << 9 | s->db << 10 | s->g << 11,
		.limit = s->limit,
		.base = s->base,
	};
}

/*
 * AMD64 manual, volume 2, appendix B.  The field's name differs between
 * libraries.
 */
#define VMCB_NESTED_CTL 0x90
#define NESTED_CTL_PAGING 1ull

_Static_assert(offsetof(struct vmcb, control.nested_cr3) ==
		       VMCB_NESTED_CTL + 0x20,
	       "the VMCB's control area is not where it was");

#define CPUID_SVM 0x8000000a /* ebx: the number of ASIDs */

/* @tables_gpa: 0 for NEST_FLAT */
static void fill_vmcb(struct vmcb *vmcb, const struct kvm_sregs *sregs,
		      u64 tables_gpa)
{
	struct vmcb_save_area *save = &vmcb->save;

	vmcb->control.intercept = 1ull << INTERCEPT_VMRUN |
				  1ull << INTERCEPT_VMMCALL;
	vmcb->control.asid = 1;
	*(u64 *)((u8 *)vmcb + VMCB_NESTED_CTL) =
		tables_gpa ? NESTED_CTL_PAGING : 0;
	vmcb->control.nested_cr3 = tables_gpa;
	save->es = save->ds = segment(&sregs->ds);
	save->cs = segment(&sregs->cs);
	save->ss = segment(&sregs->ss);
	save->gdtr.base = sregs->gdt.base;
	save->gdtr.limit = sregs->gdt.limit;
	save->idtr.base = sregs->idt.base;
	save->idtr.limit = sregs->idt.limit;
	save->efer = sregs->efer;
	save->cr0 = sregs->cr0;
	save->cr3 = sregs->cr3;
	save->cr4 = sregs->cr4;
	save->dr6 = 0xffff0ff0;
	save->dr7 = 0x400;
	save->rflags = X86_EFLAGS_FIXED | X86_EFLAGS_IF;
	save->g_pat = 0x0007040600070406ull;
}

/* The format is that of first-level tables. */
u64 nested_svm_entry(u64 gpa, u32 level, bool leaf, u32 flags)
{
	return arch_walk_entry(gpa, level, leaf, flags | WALK_USER);
}

u32 nested_svm_flags(u64 entry, bool leaf)
{
	return arch_walk_flags(entry, leaf) & ~WALK_USER;
}

const char *nested_svm(struct kvm_vcpu *vcpu, struct nested_pages *pages,
		       struct nested *nested, enum nest how)
{
	struct kvm_sregs sregs;

	if (how == NEST_NO_AD || how == NEST_PML)
		return "NPT always has accessed and dirty bits, and no log";
	if (how != NEST_FLAT && !kvm_cpu_has(X86_FEATURE_NPT))
		return "KVM offers its guests no nested page tables here";
	vcpu_sregs_get(vcpu, &sregs);
	sregs.efer |= EFER_SVME;
	vcpu_sregs_set(vcpu, &sregs);
	if (_vcpu_set_msr(vcpu, MSR_VM_HSAVE_PA,
			  nested_gpa(pages, NESTED_OUTER_PAGE)) != 1)
		return "KVM refuses MSR_VM_HSAVE_PA";
	nested_fill_tables(pages, ENTRY, LEAF);
	fill_vmcb(nested_page(pages, NESTED_CONTROL_PAGE), &sregs,
		  how == NEST_FLAT ? 0 : nested_gpa(pages, NESTED_ROOT_PAGE));
	if (how == NEST_NARROW)
		nested->narrow = get_cpuid_entry(kvm_get_supported_cpuid(), CPUID_SVM, 0)->ebx;
	nested->kind = NESTED_SVM;
	nested->control_gva = nested_gva(pages, NESTED_CONTROL_PAGE);
	nested->control_gpa = nested_gpa(pages, NESTED_CONTROL_PAGE);
	return NULL;
}
