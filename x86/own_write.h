/* SPDX-License-Identifier: GPL-2.0-only */
/* What the own writes of x86 share; the functions of struct arch_own_write in other files. */
#ifndef X86_OWN_WRITE_H
#define X86_OWN_WRITE_H

#include "host/machine/arch.h"

/*
 * Let the idle vCPU itself write @value to an MSR.  False: it gets an exception, or exits
 * otherwise.
 */
bool guest_writes_msr(struct kvm_vcpu *vcpu, u32 msr, u64 value);

/* .renew: each KVM_RUN writes it anew (kvm_arch_vcpu_load() in arch/x86/kvm/x86.c). */
void each_run(struct kvm_vcpu *vcpu);

/* .renew: whoever sets the VM's clock makes KVM write all that tells the time. */
void clocks_renew(struct kvm_vcpu *vcpu);

/*
 * Set @msr to @gpa, where KVM then writes that a pending interrupt needs no EOI, each time when
 * the guest is entered or left.  False: KVM does not know the MSR.
 */
bool end_of_interrupt_at(struct kvm_vcpu *vcpu, u32 msr, u64 gpa);

bool hyperv_hypercall_page(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_reference_tsc(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_reference_tsc_by_guest(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_vp_assist(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_vp_assist_eoi(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_timer_message(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_messages(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_events(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_messages_restored(struct kvm_vcpu *vcpu, u64 gpa);
bool hyperv_events_restored(struct kvm_vcpu *vcpu, u64 gpa);

bool task_switch(struct kvm_vcpu *vcpu, u64 gpa);
bool task_switch_across(struct kvm_vcpu *vcpu, u64 gpa);

bool xen_vcpu_info(struct kvm_vcpu *vcpu, u64 gpa);
void xen_vcpu_info_stop(struct kvm_vcpu *vcpu);
bool xen_time(struct kvm_vcpu *vcpu, u64 gpa);
void xen_time_stop(struct kvm_vcpu *vcpu);
bool xen_runstate(struct kvm_vcpu *vcpu, u64 gpa);
bool xen_runstate_across(struct kvm_vcpu *vcpu, u64 gpa);
bool xen_vm_runstate(struct kvm_vcpu *vcpu, u64 gpa);
void xen_runstate_renew(struct kvm_vcpu *vcpu);
void xen_runstate_stop(struct kvm_vcpu *vcpu);
bool xen_preempted(const u8 *record);
bool xen_hypercall_page(struct kvm_vcpu *vcpu, u64 gpa);
bool xen_hypercall_blob(struct kvm_vcpu *vcpu, u64 gpa);

#endif
