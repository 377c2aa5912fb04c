/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's interrupt controller, which keeps tables in guest memory. */
#ifndef ARM64_GIC_H
#define ARM64_GIC_H

#include "host/machine/arch.h"

/*
 * Own writes (struct arch_own_write): KVM saves its tables to @gpa on request, or clears the
 * entry of an event in the table at @gpa, which is discarded. Calls of gic_take_pending() take
 * turns: KVM sets a bit of the pending table at @gpa, and clears it.
 */
bool gic_save_tables(struct kvm_vcpu *vcpu, u64 gpa);
bool gic_save_pending(struct kvm_vcpu *vcpu, u64 gpa);
bool gic_take_pending(struct kvm_vcpu *vcpu, u64 gpa);
bool gic_discard(struct kvm_vcpu *vcpu, u64 gpa);
bool gic_unmap_device(struct kvm_vcpu *vcpu, u64 gpa);

#endif
