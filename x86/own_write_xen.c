// SPDX-License-Identifier: GPL-2.0-only
/* KVM's own writes for a guest that expects Xen (host/scene/own_write.h). */
#include "x86/own_write.h"

/* api.rst, KVM_XEN_VCPU_SET_ATTR */
static bool xen_attribute(struct kvm_vcpu *vcpu, u16 type, u64 gpa)
{
	struct kvm_xen_vcpu_attr attribute = { .type = type, .u.gpa = gpa };

	return !__vcpu_ioctl(vcpu, KVM_XEN_VCPU_SET_ATTR, &attribute);
}

#define XEN_NOWHERE (~0ull) /* api.rst: KVM_XEN_INVALID_GPA */

static void xen_stop(struct kvm_vcpu *vcpu, u16 type)
{
	struct kvm_xen_vcpu_attr attribute = { .type = type, .u.gpa = XEN_NOWHERE };

	vcpu_ioctl(vcpu, KVM_XEN_VCPU_SET_ATTR, &attribute);
}

void xen_vcpu_info_stop(struct kvm_vcpu *vcpu)
{
	xen_stop(vcpu, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO);
}

void xen_time_stop(struct kvm_vcpu *vcpu)
{
	xen_stop(vcpu, KVM_XEN_VCPU_ATTR_TYPE_VCPU_TIME_INFO);
}

void xen_runstate_stop(struct kvm_vcpu *vcpu)
{
	xen_stop(vcpu, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADDR);
}

bool xen_vcpu_info(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_attribute(vcpu, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO, gpa);
}

bool xen_time(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_attribute(vcpu, KVM_XEN_VCPU_ATTR_TYPE_VCPU_TIME_INFO, gpa);
}

/* KVM writes when the attribute is set, and later for a Xen VM only. */
bool xen_runstate(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_attribute(vcpu, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADDR, gpa);
}

/* Userspace says what the vCPU does, as after a migration. */
void xen_runstate_renew(struct kvm_vcpu *vcpu)
{
	struct kvm_xen_vcpu_attr attribute = {
		.type = KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_CURRENT,
		.u.runstate.state = 0, /* it runs */
	};

	vcpu_ioctl(vcpu, KVM_XEN_VCPU_SET_ATTR, &attribute);
}

/* The record begins with the state, a u32 (struct vcpu_runstate_info). */
bool xen_preempted(const u8 *record)
{
	return *(const u32 *)record == 1; /* it could run */
}

bool xen_runstate_across(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_runstate(vcpu, gpa - 20);
}

/*
 * The guest gets Xen's calls from KVM by this MSR, which is one of those that KVM leaves to
 * userspace to choose.
 */
#define XEN_HYPERCALL 0x40000200

static bool xen_vm(struct kvm_vcpu *vcpu, struct kvm_xen_hvm_config config)
{
	config.msr = XEN_HYPERCALL;
	return !__vm_ioctl(vcpu->vm, KVM_XEN_HVM_CONFIG, &config);
}

/* In a VM of Xen's each KVM_RUN writes what the vCPU does (record_steal_time() in x86.c). */
bool xen_vm_runstate(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_vm(vcpu, (struct kvm_xen_hvm_config){
			      .flags = KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL }) &&
	       xen_runstate(vcpu, gpa);
}

/* KVM writes the code of a hypercall, for each number. */
bool xen_hypercall_page(struct kvm_vcpu *vcpu, u64 gpa)
{
	return xen_vm(vcpu, (struct kvm_xen_hvm_config){
			      .flags = KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL }) &&
	       guest_writes_msr(vcpu, XEN_HYPERCALL, gpa);
}

/* KVM copies a page of userspace's. */
bool xen_hypercall_blob(struct kvm_vcpu *vcpu, u64 gpa)
{
	static u8 blob[4096] __attribute__((aligned(4096))) = { 0xc3 };

	return xen_vm(vcpu, (struct kvm_xen_hvm_config){
			      .blob_addr_32 = (u64)blob, .blob_size_32 = 1,
			      .blob_addr_64 = (u64)blob, .blob_size_64 = 1 }) &&
	       guest_writes_msr(vcpu, XEN_HYPERCALL, gpa);
}
