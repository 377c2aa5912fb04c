// SPDX-License-Identifier: GPL-2.0-only
/* KVM's own writes to guest memory on x86 (host/scene/own_write.h). */
#include <asm/processor-flags.h>

#include "x86/own_write.h"
#include "x86/stub.h"

/* Documentation/virt/kvm/x86/msr.rst.  In each MSR that holds an address, bit 0
 * enables the feature.  MSR_WALL_CLOCK has no such bit. */
#define MSR_WALL_CLOCK 0x4b564d00
#define MSR_SYSTEM_TIME 0x4b564d01
#define MSR_ASYNC_PF_EN 0x4b564d02
#define MSR_STEAL_TIME 0x4b564d03
#define MSR_PV_EOI_EN 0x4b564d04
#define MSR_ASYNC_PF_INT 0x4b564d06

static bool wall_clock(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, MSR_WALL_CLOCK, gpa) == 1;
}

/* The version is at the end of a page, and the time in the next. */
static bool wall_clock_across(struct kvm_vcpu *vcpu, u64 gpa)
{
	return wall_clock(vcpu, gpa - 4);
}

static bool system_time(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, MSR_SYSTEM_TIME, gpa | 1) == 1;
}

static void system_time_stop(struct kvm_vcpu *vcpu)
{
	vcpu_set_msr(vcpu, MSR_SYSTEM_TIME, 0);
}

/* KVM tells the guest, in its clock, that the host had stopped it. */
static void clock_renew(struct kvm_vcpu *vcpu)
{
	vcpu_ioctl(vcpu, KVM_KVMCLOCK_CTRL, NULL);
}

static bool steal_time(struct kvm_vcpu *vcpu, u64 gpa)
{
	return _vcpu_set_msr(vcpu, MSR_STEAL_TIME, gpa | 1) == 1;
}

/* A byte of struct kvm_steal_time (msr.rst): .preempted */
#define STEAL_TIME_PREEMPTED 16

static bool steal_time_preempted(const u8 *record)
{
	return record[STEAL_TIME_PREEMPTED];
}

static void steal_time_stop(struct kvm_vcpu *vcpu)
{
	vcpu_set_msr(vcpu, MSR_STEAL_TIME, 0);
}

void each_run(struct kvm_vcpu *vcpu)
{
	(void)vcpu;
}

void clocks_renew(struct kvm_vcpu *vcpu)
{
	struct kvm_clock_data clock;

	vm_ioctl(vcpu->vm, KVM_GET_CLOCK, &clock);
	clock.flags = 0;
	vm_ioctl(vcpu->vm, KVM_SET_CLOCK, &clock);
}

/*
 * Registers of the local APIC: APIC_SPIV has the bit that enables the APIC.
 * APIC_IRR is the first of the registers of pending interrupts, 32 in each.
 */
#define APIC_SPIV 0xf0
#define APIC_ENABLED 0x100
#define APIC_IRR 0x200

/* Enable the local APIC.  Interrupt @vector is then pending; 0: none. */
static void enable_apic(struct kvm_vcpu *vcpu, u32 vector)
{
	struct kvm_lapic_state apic;

	vcpu_ioctl(vcpu, KVM_GET_LAPIC, &apic);
	*(u32 *)(apic.regs + APIC_SPIV) |= APIC_ENABLED;
	if (vector)
		*(u32 *)(apic.regs + APIC_IRR + vector / 32 * 16) |=
			1u << vector % 32;
	vcpu_ioctl(vcpu, KVM_SET_LAPIC, &apic);
}

/*
 * KVM writes when it looks for interrupts to deliver.  KVM_SET_REGS makes KVM look: __set_regs()
 * and vcpu_enter_guest() in arch/x86/kvm/x86.c.
 */
static void interrupts_renew(struct kvm_vcpu *vcpu)
{
	struct kvm_regs regs;

	vcpu_regs_get(vcpu, &regs);
	vcpu_regs_set(vcpu, &regs);
}

/*
 * KVM writes the task priority for a guest that polls it (api.rst,
 * KVM_SET_VAPIC_ADDR), by kvm_write_guest_cached().
 */
static bool vapic(struct kvm_vcpu *vcpu, u64 gpa)
{
	struct kvm_vapic_addr at = { .vapic_addr = gpa };

	enable_apic(vcpu, 0);
	if (__vcpu_ioctl(vcpu, KVM_SET_VAPIC_ADDR, &at))
		return false;
	interrupts_renew(vcpu);
	return true;
}

static void vapic_stop(struct kvm_vcpu *vcpu)
{
	vcpu_ioctl(vcpu, KVM_SET_VAPIC_ADDR, &(struct kvm_vapic_addr){ 0 });
}

/* The record is two bytes in each of two pages.  KVM finds these by the slow path. */
static bool vapic_across(struct kvm_vcpu *vcpu, u64 gpa)
{
	return vapic(vcpu, gpa - 2);
}

#define VECTOR_RETURN 32 /* x86/abi.inc: the handler only returns */

/*
 * With MSR_PV_EOI_EN KVM writes a flag for the guest: the pending interrupt
 * needs no EOI.  pv_eoi_put_user() in arch/x86/kvm/lapic.c writes on each entry
 * into the guest and on each exit.  No stub is under way, so the guest takes
 * the interrupt at once.  If the processor virtualises the APIC (APICv, AVIC),
 * KVM writes no such flag.  An APIC at an unusual address makes KVM emulate the
 * APIC instead; the guest never accesses the APIC.
 */
bool end_of_interrupt_at(struct kvm_vcpu *vcpu, u32 msr, u64 gpa)
{
	struct kvm_sregs sregs;

	if (_vcpu_set_msr(vcpu, msr, gpa | 1) != 1)
		return false;
	vcpu_sregs_get(vcpu, &sregs);
	sregs.apic_base += 4096;
	vcpu_sregs_set(vcpu, &sregs);
	enable_apic(vcpu, VECTOR_RETURN);
	return true;
}

/* The guest needs no EOI. */
static bool no_eoi(const u8 *record)
{
	return record[0] & 1;
}

static bool end_of_interrupt(struct kvm_vcpu *vcpu, u64 gpa)
{
	return end_of_interrupt_at(vcpu, MSR_PV_EOI_EN, gpa);
}

#define APF_ENABLE 0x1
#define APF_IN_KERNEL_MODE 0x2
#define APF_BY_INTERRUPT 0x8

/*
 * Enable asynchronous page faults.  KVM then writes a word that tells the guest
 * that all pages are present that were missing before.  Vectors below 16 have
 * too low a priority to interrupt, so the guest notices nothing.  The guest
 * never acknowledges the word, so a second word needs another address.
 */
static bool enable_apf(struct kvm_vcpu *vcpu, u64 gpa, u64 how)
{
	const u64 vector = 8;

	enable_apic(vcpu, 0);
	return _vcpu_set_msr(vcpu, MSR_ASYNC_PF_INT, vector) == 1 &&
	       _vcpu_set_msr(vcpu, MSR_ASYNC_PF_EN,
			     gpa | APF_ENABLE | APF_BY_INTERRUPT | how) == 1;
}

static bool page_ready(struct kvm_vcpu *vcpu, u64 gpa)
{
	if (vcpu_get_msr(vcpu, MSR_ASYNC_PF_EN) & APF_ENABLE)
		gpa += 64;
	return enable_apf(vcpu, gpa, 0);
}

#define VECTOR_PAGE_FAULT 14
#define VECTOR_FAULT 35 /* x86/abi.inc: the handler counts, and returns */

/*
 * KVM writes that a page is not present, and injects a page fault, so that the
 * guest can do something else meanwhile.  This guest tries again.  KVM then
 * stops the vCPU until the page is present.
 */
static bool page_not_there(struct kvm_vcpu *vcpu, u64 gpa)
{
	struct kvm_sregs sregs;
	u8 (*idt)[16];

	vcpu_sregs_get(vcpu, &sregs);
	idt = addr_gva2hva(vcpu->vm, sregs.idt.base);
	memcpy(idt[VECTOR_PAGE_FAULT], idt[VECTOR_FAULT], sizeof(*idt));
	return enable_apf(vcpu, gpa, APF_IN_KERNEL_MODE);
}

/* The guest counts such faults in the last word of arch[]. */
static bool told_absent(const struct abi_vcpu *block)
{
	return block->arch[ARRAY_LEN(block->arch) - 1];
}

_Static_assert(offsetof(struct abi_vcpu, waiting) - 8 == 496,
	       "VCPU_FAULTS is stale");

/* Code that the guest runs, in a page of its own that no test logs. */
#define CODE_GVA 0x1d000000ull

/*
 * Let the idle vCPU itself run one instruction of three bytes, and change *@regs to what it has
 * then.  False: it gets an exception, or exits otherwise.
 */
static bool guest_runs(struct kvm_vcpu *vcpu, const char *instruction, struct kvm_regs *regs)
{
	static const u8 end[] = { STUB_END };
	static u8 *code;
	static u64 gva;

	if (!gva) {
		gva = compat_alloc(vcpu->vm, 8, CODE_GVA);
		code = addr_gva2hva(vcpu->vm, gva);
	}
	memcpy(code, instruction, 3);
	memcpy(code + 3, end, sizeof(end));
	regs->rip = gva;
	regs->rflags = X86_EFLAGS_FIXED;
	return stub_run(vcpu, NULL, regs);
}

bool guest_writes_msr(struct kvm_vcpu *vcpu, u32 msr, u64 value)
{
	struct kvm_regs regs = { .rcx = msr, .rax = (u32)value, .rdx = value >> 32 };

	return guest_runs(vcpu, "\x0f\x30\x90", &regs); /* wrmsr; nop */
}

/* Documentation/virt/kvm/x86/hypercalls.rst */
#define HYPERCALL_CLOCK_PAIRING 9
#define CLOCK_PAIRING_WALLCLOCK 0

/*
 * KVM writes two clocks, read at one time.  It can do that where the host's clock is the TSC.
 * KVM replaces the instruction if it is the other vendor's (emulator_fix_hypercall()).
 */
static bool clock_pairing(struct kvm_vcpu *vcpu, u64 gpa)
{
	struct kvm_regs regs = { .rax = HYPERCALL_CLOCK_PAIRING, .rbx = gpa,
				 .rcx = CLOCK_PAIRING_WALLCLOCK };

	return guest_runs(vcpu, "\x0f\x01\xc1", &regs) && !regs.rax; /* vmcall */
}

const struct arch_own_write arch_own_writes[] = {
	{ "wall-clock", .start = wall_clock },
	{ "wall-clock-across", .before = true, .start = wall_clock_across },
	{ "system-time", .again = true, .start = system_time,
	  .renew = clock_renew, .stop = system_time_stop },
	{ "steal-time", .again = true, .preempted = steal_time_preempted, .start = steal_time,
	  .renew = each_run, .stop = steal_time_stop },
	{ "task-priority", .again = true, .irqchip = true, .start = vapic,
	  .renew = interrupts_renew, .stop = vapic_stop },
	{ "task-priority-across", .again = true, .irqchip = true, .before = true,
	  .start = vapic_across, .renew = interrupts_renew, .stop = vapic_stop },
	{ "end-of-interrupt", .again = true, .irqchip = true, .once = true,
	  .lent = no_eoi, .start = end_of_interrupt, .renew = interrupts_renew },
	{ "page-ready", .irqchip = true, .once = true, .start = page_ready },
	{ "page-not-there", .irqchip = true, .start = page_not_there,
	  .absent_seen = told_absent },
	{ "hypercall-page", .by_vcpu = true, .start = hyperv_hypercall_page },
	{ "reference-tsc", .again = true, .start = hyperv_reference_tsc },
	{ "reference-tsc-by-guest", .again = true, .hyperv = true, .by_guest = true,
	  .start = hyperv_reference_tsc_by_guest },
	{ "vp-assist", .irqchip = true, .by_vcpu = true, .start = hyperv_vp_assist },
	{ "vp-assist-eoi", .again = true, .irqchip = true, .once = true,
	  .lent = no_eoi, .start = hyperv_vp_assist_eoi,
	  .renew = interrupts_renew },
	{ "timer-message", .irqchip = true, .once = true, .start = hyperv_timer_message },
	{ "messages", .irqchip = true, .hyperv = true, .by_guest = true,
	  .start = hyperv_messages },
	{ "events", .irqchip = true, .hyperv = true, .by_guest = true,
	  .start = hyperv_events },
	{ "messages-restored", .irqchip = true, .none = true,
	  .start = hyperv_messages_restored },
	{ "events-restored", .irqchip = true, .none = true, .start = hyperv_events_restored },
	{ "xen-vcpu-info", .again = true, .start = xen_vcpu_info,
	  .renew = clocks_renew, .stop = xen_vcpu_info_stop },
	{ "xen-time", .again = true, .start = xen_time, .renew = clocks_renew,
	  .stop = xen_time_stop },
	{ "xen-runstate", .start = xen_runstate, .renew = xen_runstate_renew,
	  .stop = xen_runstate_stop },
	{ "xen-runstate-across", .before = true, .start = xen_runstate_across,
	  .renew = xen_runstate_renew, .stop = xen_runstate_stop },
	{ "xen-vm-runstate", .again = true, .preempted = xen_preempted,
	  .start = xen_vm_runstate, .renew = each_run,
	  .stop = xen_runstate_stop },
	{ "xen-hypercall-page", .by_guest = true, .start = xen_hypercall_page },
	{ "xen-hypercall-blob", .by_guest = true, .start = xen_hypercall_blob },
	{ "clock-pairing", .by_guest = true, .hypercall = true, .start = clock_pairing },
	{ "task-state", .by_guest = true, .task = true, .start = task_switch },
	{ "task-state-across", .by_guest = true, .task = true, .before = true,
	  .start = task_switch_across },
	{ NULL },
};

void arch_irqchip_vcpus(void)
{
}

bool arch_irqchip(struct kvm_vm *vm)
{
	return !__vm_ioctl(vm, KVM_CREATE_IRQCHIP, NULL);
}
