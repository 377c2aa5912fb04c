/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOST_MACHINE_OWN_WRITE_H
#define HOST_MACHINE_OWN_WRITE_H

#include "lib/abi.h"

struct kvm_vcpu;

/*
 * Writes that KVM makes to guest memory by itself (host/scene/own_write.h),
 * ended by a NULL name. start() asks for one at @gpa; false: this KVM does not
 * offer it. @again: any later KVM_RUN may write there once more.
 */
struct arch_own_write {
	const char *name;
	bool again;
	bool irqchip; /* the interrupt controller makes it, and must be KVM's */
	bool hyperv;  /* the guest must find itself on Hyper-V */
	bool by_guest; /* start() runs the idle vCPU, which asks for it */
	bool task;     /* by a switch of tasks: the case has NEED_TASKS */
	bool hypercall; /* by a hypercall: the case has NEED_HYPERCALLS */
	bool none;    /* KVM writes nothing there after all */
	bool no_vcpu; /* start() itself makes KVM write, and no vCPU is
		       * involved */
	bool before; /* what is written begins in the page before @gpa */
	bool once; /* start() at an address where KVM has written may do nothing */
	bool adds; /* KVM adds to what is there, perhaps 0 */
	bool by_vcpu; /* it goes to the address space that the vCPU is in */
	bool (*start)(struct kvm_vcpu *vcpu, u64 gpa);
	/*
	 * NULL, unless the write comes with a page that the host has to fetch
	 * first. Then: was the guest told? The vCPU is idle.
	 */
	bool (*absent_seen)(const struct abi_vcpu *block);
	/*
	 * NULL, unless KVM writes there when the host preempts the vCPU, too.  Then: does
	 * @record, which KVM wrote, say that the vCPU is preempted?
	 */
	bool (*preempted)(const u8 *record);
	/*
	 * NULL, unless KVM writes when the vCPU enters the guest, and takes that back when the
	 * vCPU leaves it.  Then: is it in @record, which KVM wrote?
	 */
	bool (*lent)(const u8 *record);
	/*
	 * NULL, or makes KVM write once more when the vCPU next runs, with no
	 * word about where. KVM must remember that by itself.
	 */
	void (*renew)(struct kvm_vcpu *vcpu);
	/* NULL, or makes KVM write there no more, before start(). */
	void (*stop)(struct kvm_vcpu *vcpu);
};

extern const struct arch_own_write arch_own_writes[];

#endif
