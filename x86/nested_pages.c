// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that describe a nested guest, in the outer guest's memory.  KVM reads and writes
 * them through mappings of its own, and the processor writes some while the nested guest
 * runs.  No fault of the outer guest marks these writes.  KVM has to mark the pages when
 * the nested guest exits (clauses G25 and G26).
 */
#include <string.h>

#include "verdict/verdict.h"
#include "x86/nested_host.h"

#include "svm.h"
#include "vmx.h"

static const char NO_SVM[] = "KVM offers its guests no SVM here";
static const char NO_VMX[] = "KVM offers its guests no VMX here";

_Static_assert(offsetof(struct hv_enlightened_vmcs, host_rip) == 80 &&
		       offsetof(struct hv_enlightened_vmcs, host_rsp) == 616 &&
		       offsetof(struct hv_enlightened_vmcs, guest_rsp) == 768 &&
		       offsetof(struct hv_enlightened_vmcs, guest_rip) == 816 &&
		       offsetof(struct hv_enlightened_vmcs, hv_clean_fields) == 824,
	       "ENLIGHTENED_* are stale");

/* For Hyper-V's page that tells which VMCS is the current one. */
#define ASSIST_GVA 0x1b000000ull

#define VMCS_IS_SHADOW (1u << 31) /* beside the revision */
#define VMCS_LAUNCH_STATE 2 /* index of a u32 (arch/x86/kvm/vmx/vmcs12.h) */

/* The list of VMCS fields that the payload is going to write. */
struct field {
	u64 field, value;
};

static struct field *fields(struct kvm_vcpu *vcpu, struct abi_vcpu *block)
{
	return addr_gva2hva(vcpu->vm, nested_of(block)->fields_gva);
}

static struct field *find_field(struct kvm_vcpu *vcpu, struct abi_vcpu *block,
				u64 field)
{
	struct field *f = fields(vcpu, block);

	for (u32 i = 0; i < nested_of(block)->nr_fields; i++)
		if (f[i].field == field)
			return &f[i];
	verdict_error("the nested guest has no field 0x%lx", field);
}

static void add_field(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 field,
		      u64 value)
{
	u32 nr = nested_of(block)->nr_fields++;

	fields(vcpu, block)[nr] = (struct field){ field, value };
}

/* False if KVM does not offer the control. */
static bool add_control(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 control)
{
	if (!(vcpu_get_msr(vcpu, MSR_IA32_VMX_TRUE_PROCBASED_CTLS) >> 32 & control))
		return false;
	find_field(vcpu, block, CPU_BASED_VM_EXEC_CONTROL)->value |= control;
	return true;
}

/* An exit writes the nested guest's state. */
static const char *vmcb(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 gpa,
			u8 *hva)
{
	struct nested *nested = nested_of(block);

	if (nested->kind != NESTED_SVM)
		return NO_SVM;
	memcpy(hva, addr_gva2hva(vcpu->vm, nested->control_gva),
	       NESTED_PAGE_BYTES);
	nested->control_gva = nested->control_gpa = gpa;
	return NULL;
}

/* VMRUN of a VMCB that is all 0 fails, and the exit code says so. */
static const char *failed(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 gpa,
			  u8 *hva)
{
	(void)vcpu;
	if (nested_of(block)->kind != NESTED_SVM)
		return NO_SVM;
	memset(hva, 0, NESTED_PAGE_BYTES);
	nested_of(block)->failed_gpa = gpa;
	return NULL;
}

/* VMSAVE writes the state that VMRUN does not switch. */
static const char *vmsave(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 gpa,
			  u8 *hva)
{
	(void)vcpu;
	if (nested_of(block)->kind != NESTED_SVM)
		return NO_SVM;
	memset(hva, 0, NESTED_PAGE_BYTES);
	nested_of(block)->save_gpa = gpa;
	return NULL;
}

/*
 * KVM keeps the outer guest's state there while a nested guest is interrupted by SMM
 * (svm_enter_smm() in arch/x86/kvm/svm/svm.c).
 */
static const char *host_save(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 gpa,
			     u8 *hva)
{
	if (nested_of(block)->kind != NESTED_SVM)
		return NO_SVM;
	memset(hva, 0, NESTED_PAGE_BYTES);
	return _vcpu_set_msr(vcpu, MSR_VM_HSAVE_PA, gpa) == 1 ?
		       NULL :
		       "KVM refuses MSR_VM_HSAVE_PA";
}

/* VMCLEAR writes what KVM keeps of the VMCS. */
static const char *vmcs(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 gpa,
			u8 *hva)
{
	struct nested *nested = nested_of(block);

	if (nested->kind != NESTED_VMX)
		return NO_VMX;
	memcpy(hva, addr_gpa2hva(vcpu->vm, nested->control_gpa),
	       NESTED_PAGE_BYTES);
	nested->control_gpa = gpa;
	nested->clear = true;
	nested->tpr = 1; /* so that no two exits are alike */
	return NULL;
}

/*
 * VMPTRLD of another VMCS writes back this one, which has been launched.  VMCLEAR then
 * finds that it is not the current one, and writes no more than that it is not launched.
 */
static const char *vmcs_switched(struct kvm_vcpu *vcpu, struct abi_vcpu *block,
				 u64 gpa, u8 *hva)
{
	struct nested *nested = nested_of(block);

	if (nested->kind != NESTED_VMX)
		return NO_VMX;
	nested->other_gpa = nested->control_gpa;
	nested->control_gpa = gpa;
	memcpy(hva, addr_gpa2hva(vcpu->vm, nested->other_gpa),
	       NESTED_PAGE_BYTES);
	((u32 *)hva)[VMCS_LAUNCH_STATE] = 1; /* so that the first VMCLEAR changes it */
	return NULL;
}

/* An exit writes what the entry has read of the VMCS that is linked for VMCS shadowing. */
static const char *shadow_vmcs(struct kvm_vcpu *vcpu, struct abi_vcpu *block,
			       u64 gpa, u8 *hva)
{
	if (nested_of(block)->kind != NESTED_VMX)
		return NO_VMX;
	if (!(vcpu_get_msr(vcpu, MSR_IA32_VMX_PROCBASED_CTLS2) >> 32 &
	      SECONDARY_EXEC_SHADOW_VMCS))
		return "KVM offers its guests no VMCS shadowing here";
	memset(hva, 0, NESTED_PAGE_BYTES);
	*(u32 *)hva = (u32)vcpu_get_msr(vcpu, MSR_IA32_VMX_BASIC) | VMCS_IS_SHADOW;
	find_field(vcpu, block, SECONDARY_VM_EXEC_CONTROL)->value |=
		SECONDARY_EXEC_SHADOW_VMCS;
	find_field(vcpu, block, VMCS_LINK_POINTER)->value = gpa;
	return NULL;
}

/*
 * Hyper-V's guests keep a VMCS in their memory, and tell in another page where it is (KVM's
 * KVM_CAP_HYPERV_ENLIGHTENED_VMCS).  KVM writes it when the nested guest has left, and the
 * outer guest does before it enters.
 */
static const char *enlightened(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 gpa,
			       u8 *hva)
{
	struct nested *nested = nested_of(block);
	struct hv_vp_assist_page *assist;
	const struct field *f;
	u64 gva;

	if (nested->kind != NESTED_VMX)
		return NO_VMX;
	if (!kvm_has_cap(KVM_CAP_HYPERV_ENLIGHTENED_VMCS))
		return "KVM offers its guests no enlightened VMCS here";
	vcpu_enable_evmcs(vcpu);
	f = fields(vcpu, block);
	memset(hva, 0, NESTED_PAGE_BYTES);
	current_evmcs = (void *)hva;
	current_evmcs->revision_id = EVMCS_VERSION;
	for (u32 i = 0; i < nested->nr_fields; i++)
		if (evmcs_vmwrite(f[i].field, f[i].value))
			verdict_error("an enlightened VMCS has no field 0x%lx", f[i].field);
	gva = compat_alloc(vcpu->vm, NESTED_PAGE_BYTES, ASSIST_GVA);
	assist = addr_gva2hva(vcpu->vm, gva);
	assist->enlighten_vmentry = 1;
	assist->current_nested_vmcs = gpa;
	nested->enlightened_gva = gpa;
	return _vcpu_set_msr(vcpu, HV_X64_MSR_VP_ASSIST_PAGE,
			     addr_gva2gpa(vcpu->vm, gva) | 1) == 1 ?
		       NULL :
		       "KVM refuses HV_X64_MSR_VP_ASSIST_PAGE";
}

static const char *enlightened_cleared(struct kvm_vcpu *vcpu, struct abi_vcpu *block,
				       u64 gpa, u8 *hva)
{
	nested_of(block)->control_gpa = gpa;
	nested_of(block)->clear = true;
	return enlightened(vcpu, block, gpa, hva);
}

/*
 * The processor writes the task priority there while the nested guest runs, if the outer
 * guest's own is in an APIC of KVM's (vmx_exec_control() in arch/x86/kvm/vmx/vmx.c).
 */
static const char *virtual_apic(struct kvm_vcpu *vcpu, struct abi_vcpu *block,
				u64 gpa, u8 *hva)
{
	if (nested_of(block)->kind != NESTED_VMX)
		return NO_VMX;
	if (!add_control(vcpu, block, CPU_BASED_TPR_SHADOW))
		return "KVM offers its guests no virtual task priority here";
	memset(hva, 0, NESTED_PAGE_BYTES);
	add_field(vcpu, block, VIRTUAL_APIC_PAGE_ADDR, gpa);
	nested_of(block)->tpr = 1;
	return NULL;
}

struct msr_entry {
	u32 index, reserved;
	u64 value;
};

/* An exit writes the MSRs of a list. */
static const char *list_msrs(struct kvm_vcpu *vcpu, struct abi_vcpu *block,
			     u64 gpa, u8 *hva, u32 nr)
{
	struct msr_entry *list = (void *)hva;

	if (nested_of(block)->kind != NESTED_VMX)
		return NO_VMX;
	for (u32 i = 0; i < nr; i++)
		list[i] = (struct msr_entry){ .index = MSR_IA32_TSC };
	add_field(vcpu, block, VM_EXIT_MSR_STORE_ADDR, gpa);
	add_field(vcpu, block, VM_EXIT_MSR_STORE_COUNT, nr);
	return NULL;
}

static const char *exit_msrs(struct kvm_vcpu *vcpu, struct abi_vcpu *block,
			     u64 gpa, u8 *hva)
{
	return list_msrs(vcpu, block, gpa, hva, 1);
}

/* The list's second entry is in the next page. */
static const char *exit_msrs_across(struct kvm_vcpu *vcpu,
				    struct abi_vcpu *block, u64 gpa, u8 *hva)
{
	u32 at = NESTED_PAGE_BYTES - sizeof(struct msr_entry);

	return list_msrs(vcpu, block, gpa + at, hva + at, 2);
}

/* The bitmaps of ports and MSRs that exit.  They are all 0. */
static const char *bitmaps(struct kvm_vcpu *vcpu, struct abi_vcpu *block, u64 gpa,
			   u8 *hva)
{
	struct nested *nested = nested_of(block);
	struct vmcb *control;

	memset(hva, 0, ARCH_NESTED_PAGES * NESTED_PAGE_BYTES);
	if (nested->kind == NESTED_SVM) {
		control = addr_gva2hva(vcpu->vm, nested->control_gva);
		control->control.intercept |= 1ull << INTERCEPT_IOIO_PROT |
					      1ull << INTERCEPT_MSR_PROT;
		control->control.iopm_base_pa = gpa;
		control->control.msrpm_base_pa = gpa + 3 * NESTED_PAGE_BYTES;
		return NULL;
	}
	if (nested->kind != NESTED_VMX)
		return "KVM offers its guests no nesting here";
	if (!add_control(vcpu, block, CPU_BASED_USE_IO_BITMAPS) ||
	    !add_control(vcpu, block, CPU_BASED_USE_MSR_BITMAPS))
		return "KVM offers its guests no bitmaps of ports and MSRs here";
	add_field(vcpu, block, IO_BITMAP_A, gpa);
	add_field(vcpu, block, IO_BITMAP_B, gpa + NESTED_PAGE_BYTES);
	add_field(vcpu, block, MSR_BITMAP, gpa + 2 * NESTED_PAGE_BYTES);
	return NULL;
}

static void clear(u8 *hva)
{
	memset(hva, 0, NESTED_PAGE_BYTES);
}

/* The entry and the exit find another value in the last byte. */
static void count(u8 *hva)
{
	hva[NESTED_PAGE_BYTES - 1]++;
}

#define BOTH (ARCH_NESTED_ENTRY | ARCH_NESTED_EXIT)

/*
 * The posted-interrupt descriptor has no row.  KVM offers it only where it virtualises its
 * own APIC (enable_apicv in nested_vmx_setup_pinbased_ctls(), arch/x86/kvm/vmx/nested.c).
 */
const struct arch_nested_page arch_nested_pages[] = {
	{ "vmcb", .writes = BOTH, .place = vmcb },
	/* SMM interrupts the nested guest, by an exit that its hypervisor does not get. */
	{ "vmcb-smm", .writes = BOTH | ARCH_NESTED_SMI, .place = vmcb },
	{ "vmcb-failed", .writes = ARCH_NESTED_ENTRY, .change = clear, .place = failed },
	{ "vmsave", .writes = ARCH_NESTED_ENTRY, .place = vmsave },
	{ "host-save", .writes = ARCH_NESTED_SMI, .change = clear, .place = host_save },
	{ "vmcs", .writes = ARCH_NESTED_EXIT, .often = true, .irqchip = true,
	  .place = vmcs },
	{ "vmcs-switched", .writes = BOTH, .place = vmcs_switched },
	{ "shadow-vmcs", .writes = ARCH_NESTED_EXIT, .change = count,
	  .place = shadow_vmcs },
	{ "enlightened-vmcs", .writes = BOTH, .hyperv = true, .place = enlightened },
	/* VMCLEAR of it writes nothing, and KVM lets go of the page. */
	{ "enlightened-vmcs-cleared", .writes = BOTH, .hyperv = true,
	  .place = enlightened_cleared },
	{ "virtual-apic", .writes = BOTH, .often = true, .irqchip = true,
	  .place = virtual_apic },
	{ "exit-msrs", .writes = ARCH_NESTED_EXIT, .place = exit_msrs },
	{ "exit-msrs-across", .writes = ARCH_NESTED_EXIT, .place = exit_msrs_across },
	{ "bitmaps", .place = bitmaps },
	{ NULL },
};
