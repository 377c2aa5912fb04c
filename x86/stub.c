// SPDX-License-Identifier: GPL-2.0-only
#include "x86/stub.h"

bool stub_run(struct kvm_vcpu *vcpu, const struct kvm_sregs *sregs, struct kvm_regs *regs)
{
	struct kvm_sregs payload_sregs;
	struct kvm_regs payload_regs;
	bool done;
	u32 reason;

	vcpu_run_complete_io(vcpu);
	vcpu_sregs_get(vcpu, &payload_sregs);
	vcpu_regs_get(vcpu, &payload_regs);
	if (sregs)
		vcpu_sregs_set(vcpu, (struct kvm_sregs *)sregs);
	regs->rsp = payload_regs.rsp;
	vcpu_regs_set(vcpu, regs);
	/* Userspace is told of a guest's writes to some MSRs of Hyper-V, and need not do anything. */
	do {
		vcpu_run(vcpu);
	} while (vcpu->run->exit_reason == KVM_EXIT_HYPERV);
	done = vcpu->run->exit_reason == KVM_EXIT_IO && vcpu->run->io.port == STUB_PORT;
	/* KVM completes an exit when it next runs the vCPU, and then changes registers. */
	reason = vcpu->run->exit_reason;
	vcpu_run_complete_io(vcpu);
	vcpu->run->exit_reason = reason;
	vcpu_regs_get(vcpu, regs);
	if (sregs)
		vcpu_sregs_set(vcpu, &payload_sregs);
	vcpu_regs_set(vcpu, &payload_regs);
	return done;
}
