/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOST_MACHINE_NESTED_PAGE_H
#define HOST_MACHINE_NESTED_PAGE_H

#include "lib/abi.h"

struct kvm_vcpu;

/*
 * Pages by which an outer guest describes its nested guest (NEST), and which KVM or the
 * processor then reads or writes by itself, ended by a NULL name.
 */
#define ARCH_NESTED_PAGES 5 /* at most */
#define ARCH_NESTED_ENTRY 1 /* before the nested guest's first store */
#define ARCH_NESTED_EXIT 2
#define ARCH_NESTED_SMI 4 /* when system management mode interrupts the nested guest */
struct arch_nested_page {
	const char *name;
	u32 writes; /* when they are written: ARCH_NESTED_*; 0: only read */
	bool irqchip; /* the interrupt controller must be KVM's */
	bool hyperv; /* the outer guest must find itself on Hyper-V */
	/* KVM may report these whenever a nested guest runs. */
	bool often;
	/*
	 * If the same might be written again: change the page, so that a write can
	 * be seen.
	 */
	void (*change)(u8 *hva);
	/*
	 * Put them at @gpa (@hva for the host), which is the guest's virtual
	 * address, too.  The vCPU has not run a nested guest.  Returns NULL, or
	 * why they cannot be had.
	 */
	const char *(*place)(struct kvm_vcpu *vcpu, struct abi_vcpu *block,
			     u64 gpa, u8 *hva);
};

extern const struct arch_nested_page arch_nested_pages[];

#endif
