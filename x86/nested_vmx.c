// SPDX-License-Identifier: GPL-2.0-only
/*
 * A nested guest by VMX: the fields of a VMCS with the vCPU's own state.  The
 * payload writes them to the VMCS (Intel's manual, volume 3, chapters 25 to 27
 * and appendix A).
 */
#include "host/machine/walk_bits.h"
#include "x86/nested_host.h"

#include "vmx.h"

/* Entries of EPT tables: readable, writable, executable, accessed. */
#define RWX 0x007ull
#define ACCESSED 0x100ull
#define DIRTY 0x200ull
#define LARGE 0x080ull
#define WRITE_BACK 0x030ull
#define ENTRY (RWX | ACCESSED)
#define LEAF (ENTRY | DIRTY | LARGE | WRITE_BACK)
#define EPTP_WRITE_BACK_4_LEVELS 0x1eull
#define EPTP_AD 0x40ull

#define EPT_CAP_INVEPT_CONTEXT (1ull << 25) /* of MSR_IA32_VMX_EPT_VPID_CAP */

#define UNUSABLE 0x10000
#define BASIC_HAS_TRUE (1ull << 55)

struct fields {
	struct {
		u64 field, value;
	} *list;
	u32 nr;
};

static void add(struct fields *f, u64 field, u64 value)
{
	f->list[f->nr].field = field;
	f->list[f->nr++].value = value;
}

/*
 * A control word: @wanted, and the bits that must be 1 (the capability's lower
 * half).  0 if a wanted bit may not be 1 (the capability's upper half).
 */
static u32 control(struct kvm_vcpu *vcpu, u32 msr, u32 wanted)
{
	u64 can = vcpu_get_msr(vcpu, msr);

	return wanted & ~(can >> 32) ? 0 : wanted | (u32)can;
}

/* A segment's fields.  In each group of fields es to tr lie 2 apart. */
static void add_segment(struct fields *f, u32 index, const struct kvm_segment *s)
{
	add(f, GUEST_ES_SELECTOR + 2 * index, s->selector);
	add(f, GUEST_ES_LIMIT + 2 * index, s->limit);
	add(f, GUEST_ES_BASE + 2 * index, s->base);
	add(f, GUEST_ES_AR_BYTES + 2 * index,
	    s->unusable ? UNUSABLE :
	    s->type | s->s << 4 | s->dpl << 5 | s->present << 7 |
			    s->avl << 12 | s->l << 13 | s->db << 14 |
			    s->g << 15);
}

static void add_state(struct fields *f, const struct kvm_sregs *sregs)
{
	const struct kvm_segment *segments[] = {
		&sregs->es, &sregs->cs, &sregs->ss, &sregs->ds,
		&sregs->fs, &sregs->gs, &sregs->ldt, &sregs->tr,
	};

	for (u32 i = 0; i < ARRAY_LEN(segments); i++)
		add_segment(f, i, segments[i]);
	add(f, GUEST_GDTR_BASE, sregs->gdt.base);
	add(f, GUEST_GDTR_LIMIT, sregs->gdt.limit);
	add(f, GUEST_IDTR_BASE, sregs->idt.base);
	add(f, GUEST_IDTR_LIMIT, sregs->idt.limit);
	add(f, GUEST_CR0, sregs->cr0);
	add(f, GUEST_CR3, sregs->cr3);
	add(f, GUEST_CR4, sregs->cr4);
	add(f, GUEST_IA32_EFER, sregs->efer);
	add(f, GUEST_DR7, 0x400);
	add(f, GUEST_RFLAGS, X86_EFLAGS_FIXED | X86_EFLAGS_IF);
	add(f, VMCS_LINK_POINTER, ~0ull);

	/* An exit restores the outer guest's state. */
	add(f, HOST_CR0, sregs->cr0);
	add(f, HOST_CR3, sregs->cr3);
	add(f, HOST_CR4, sregs->cr4);
	add(f, HOST_IA32_EFER, sregs->efer);
	for (u32 i = 0; i < 6; i++)
		add(f, HOST_ES_SELECTOR + 2 * i, segments[i]->selector);
	add(f, HOST_TR_SELECTOR, sregs->tr.selector);
	add(f, HOST_FS_BASE, sregs->fs.base);
	add(f, HOST_GS_BASE, sregs->gs.base);
	add(f, HOST_TR_BASE, sregs->tr.base);
	add(f, HOST_GDTR_BASE, sregs->gdt.base);
	add(f, HOST_IDTR_BASE, sregs->idt.base);
}

/* False if KVM does not offer all the controls that are needed. */
static bool add_controls(struct fields *f, struct kvm_vcpu *vcpu, u64 eptp,
			 enum nest how)
{
	bool flat = how == NEST_FLAT;
	bool has_true = vcpu_get_msr(vcpu, MSR_IA32_VMX_BASIC) & BASIC_HAS_TRUE;
	u32 pin = control(vcpu, has_true ? MSR_IA32_VMX_TRUE_PINBASED_CTLS :
					   MSR_IA32_VMX_PINBASED_CTLS, 0);
	u32 cpu = control(vcpu, has_true ? MSR_IA32_VMX_TRUE_PROCBASED_CTLS :
					   MSR_IA32_VMX_PROCBASED_CTLS,
			  flat ? 0 : CPU_BASED_ACTIVATE_SECONDARY_CONTROLS);
	u32 more = flat ? 0 :
			  control(vcpu, MSR_IA32_VMX_PROCBASED_CTLS2,
				  SECONDARY_EXEC_ENABLE_EPT |
					  (how == NEST_PML ?
						   SECONDARY_EXEC_ENABLE_PML :
						   0));
	u32 leave = control(vcpu, has_true ? MSR_IA32_VMX_TRUE_EXIT_CTLS :
					     MSR_IA32_VMX_EXIT_CTLS,
			    VM_EXIT_HOST_ADDR_SPACE_SIZE |
				    VM_EXIT_LOAD_IA32_EFER);
	u32 enter = control(vcpu, has_true ? MSR_IA32_VMX_TRUE_ENTRY_CTLS :
					     MSR_IA32_VMX_ENTRY_CTLS,
			    VM_ENTRY_IA32E_MODE | VM_ENTRY_LOAD_IA32_EFER);

	add(f, PIN_BASED_VM_EXEC_CONTROL, pin);
	add(f, CPU_BASED_VM_EXEC_CONTROL, cpu);
	if (more)
		add(f, SECONDARY_VM_EXEC_CONTROL, more);
	add(f, VM_EXIT_CONTROLS, leave);
	add(f, VM_ENTRY_CONTROLS, enter);
	if (more)
		add(f, EPT_POINTER, eptp);
	return cpu && (more || flat) && leave && enter;
}

u32 nested_vmx_flags(u64 entry, bool leaf)
{
	return (entry & ACCESSED ? WALK_ACCESSED : 0) |
	       (leaf && entry & DIRTY ? WALK_DIRTY : 0);
}

bool nested_vmx_ad(struct kvm_vcpu *vcpu, enum nest how)
{
	return how != NEST_NO_AD &&
	       vcpu_get_msr(vcpu, MSR_IA32_VMX_EPT_VPID_CAP) &
		       VMX_EPT_VPID_CAP_AD_BITS;
}

u64 nested_vmx_entry(u64 gpa, u32 level, bool leaf, u32 flags)
{
	return gpa | RWX | (flags & WALK_ACCESSED ? ACCESSED : 0) |
	       (leaf && flags & WALK_DIRTY ? DIRTY : 0) |
	       (leaf ? WRITE_BACK : 0) | (leaf && level > 1 ? LARGE : 0);
}

/* What KVM lacks for EPT of its guests, NULL if nothing. */
static const char *no_tables(struct kvm_vcpu *vcpu, enum nest how)
{
	u32 can = vcpu_get_msr(vcpu, MSR_IA32_VMX_PROCBASED_CTLS2) >> 32;

	if (!(can & SECONDARY_EXEC_ENABLE_EPT))
		return "KVM offers its guests no nested page tables here";
	if (how == NEST_NARROW &&
	    !(vcpu_get_msr(vcpu, MSR_IA32_VMX_EPT_VPID_CAP) & EPT_CAP_INVEPT_CONTEXT))
		return "KVM offers its guests no INVEPT of a single context";
	if (how == NEST_PML && !(can & SECONDARY_EXEC_ENABLE_PML))
		return "KVM offers its guests no log by the processor (PML) here";
	if (!(vcpu_get_msr(vcpu, MSR_IA32_VMX_EPT_VPID_CAP) &
	      VMX_EPT_VPID_CAP_1G_PAGES))
		return "KVM offers no pages of 1G in nested page tables";
	return NULL;
}

const char *nested_vmx(struct kvm_vcpu *vcpu, struct nested_pages *pages,
		       struct nested *nested, enum nest how)
{
	struct fields f = { .list = nested_page(pages, NESTED_FIELDS_PAGE) };
	u64 eptp = nested_gpa(pages, NESTED_ROOT_PAGE) |
		   EPTP_WRITE_BACK_4_LEVELS;
	struct kvm_sregs sregs;
	const char *why;
	u32 revision;

	vcpu_sregs_get(vcpu, &sregs);
	sregs.cr4 |= X86_CR4_VMXE;
	vcpu_sregs_set(vcpu, &sregs);
	if (_vcpu_set_msr(vcpu, MSR_IA32_FEAT_CTL, FEAT_CTL_LOCKED |
			  FEAT_CTL_VMX_ENABLED_OUTSIDE_SMX) != 1)
		return "KVM refuses MSR_IA32_FEAT_CTL";
	why = how == NEST_FLAT ? NULL : no_tables(vcpu, how);
	if (why)
		return why;
	if (how != NEST_FLAT && nested_vmx_ad(vcpu, how))
		eptp |= EPTP_AD;
	revision = vcpu_get_msr(vcpu, MSR_IA32_VMX_BASIC);
	*(u32 *)nested_page(pages, NESTED_CONTROL_PAGE) = revision;
	*(u32 *)nested_page(pages, NESTED_OUTER_PAGE) = revision;
	nested_fill_tables(pages, ENTRY, LEAF);
	add_state(&f, &sregs);
	if (how == NEST_PML) {
		add(&f, PML_ADDRESS, pages->log_gpa);
		add(&f, GUEST_PML_INDEX, NESTED_LOG_ENTRIES - 1);
	}
	if (!add_controls(&f, vcpu, eptp, how))
		return "KVM does not offer all of VMX that a nested guest needs";
	if (how == NEST_NARROW)
		nested->narrow = nested_gpa(pages, NESTED_OTHER_ROOT_PAGE) |
				 (eptp & (NESTED_PAGE_BYTES - 1));
	nested->kind = NESTED_VMX;
	nested->control_gpa = nested_gpa(pages, NESTED_CONTROL_PAGE);
	nested->outer_gpa = nested_gpa(pages, NESTED_OUTER_PAGE);
	nested->fields_gva = nested_gva(pages, NESTED_FIELDS_PAGE);
	nested->nr_fields = f.nr;
	return NULL;
}
