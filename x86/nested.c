// SPDX-License-Identifier: GPL-2.0-only
/* The host half of nested guests on x86: what describes one (x86/nested.h). */
#include "x86/nested.h"

#include <string.h>

#include "host/arch.h"
#include "svm.h"

/* A VMCB, the area that VMRUN keeps the outer state in, two levels of tables. */
enum { VMCB_PAGE, SAVE_PAGE, ROOT_PAGE, GIBS_PAGE, NR_PAGES };

#define PAGE 4096
/* AMD64 manual, volume 2: a table of the nested level is a user's. */
#define ENTRY 0x27ull	      /* present, writable, user, accessed */
#define LEAF (ENTRY | 0xc0ull) /* ... dirty, large */

const u64 arch_nested_gpa = NESTED_GPA;

/* AMD64 manual, volume 2, appendix B: a descriptor's attributes, packed. */
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

static void fill_vmcb(struct vmcb *vmcb, const struct kvm_sregs *sregs,
		      u64 tables_gpa)
{
	struct vmcb_save_area *save = &vmcb->save;

	vmcb->control.intercept = 1ull << INTERCEPT_VMRUN |
				  1ull << INTERCEPT_VMMCALL;
	vmcb->control.asid = 1;
	vmcb->control.nested_ctl = SVM_NESTED_CTL_NP_ENABLE;
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
	save->rflags = 2;
	save->g_pat = 0x0007040600070406ull;
}

/* Pages of 1G, whatever KVM then maps them with. */
static void fill_tables(u64 *root, u64 *gibs, u64 gibs_gpa)
{
	root[0] = gibs_gpa | ENTRY;
	for (u64 i = 0; i < NESTED_GIBS; i++) {
		gibs[i] = i << 30 | LEAF;
		gibs[(NESTED_GPA >> 30) + i] = i << 30 | LEAF;
	}
}

const char *arch_nest(struct kvm_vm *vm, struct kvm_vcpu *vcpu,
		      struct abi_vcpu *block)
{
	struct nested *nested = (void *)&block->arch[NESTED_AT];
	struct kvm_sregs sregs;
	u64 gva, gpa;
	u8 *mem;

	if (!kvm_cpu_has(X86_FEATURE_SVM))
		return "KVM offers its guests no nesting here";
	if (!kvm_cpu_has(X86_FEATURE_NPT))
		return "KVM offers its guests no nested page tables here";
	gva = __vm_vaddr_alloc(vm, NR_PAGES * PAGE, ABI_NESTED_GVA,
			       MEM_REGION_DATA);
	gpa = addr_gva2gpa(vm, gva);
	mem = addr_gva2hva(vm, gva);
	vcpu_sregs_get(vcpu, &sregs);
	sregs.efer |= EFER_SVME;
	vcpu_sregs_set(vcpu, &sregs);
	if (_vcpu_set_msr(vcpu, MSR_VM_HSAVE_PA, gpa + SAVE_PAGE * PAGE) != 1)
		return "KVM refuses MSR_VM_HSAVE_PA";
	fill_vmcb((void *)(mem + VMCB_PAGE * PAGE), &sregs,
		  gpa + ROOT_PAGE * PAGE);
	fill_tables((void *)(mem + ROOT_PAGE * PAGE),
		    (void *)(mem + GIBS_PAGE * PAGE), gpa + GIBS_PAGE * PAGE);
	*nested = (struct nested){
		.kind = NESTED_SVM,
		.vmcb_gva = gva + VMCB_PAGE * PAGE,
		.vmcb_gpa = gpa + VMCB_PAGE * PAGE,
	};
	return NULL;
}
