# SPDX-License-Identifier: GPL-2.0-only
#
# A vCPU that KVM_SET_VCPU_EVENTS puts into SMM, or takes out of it, keeps its mappings.
#
# lost: stores of the vCPU, which land outside of SMM
# mirrors: -
# class: smm
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static int kvm_vcpu_ioctl_x86_set_vcpu_events(/,/^}/s/kvm_smm_changed(vcpu, events->smi\.smm);/vcpu->arch.hflags ^= HF_SMM_MASK;/
