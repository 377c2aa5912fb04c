# SPDX-License-Identifier: GPL-2.0-only
#
# KVM stores the state of a vCPU that enters SMM in the wrong address space.
#
# lost: the vCPU's state that KVM stores when the guest enters SMM
# mirrors: none; the class of the writes that forget the address space
# class: own-writes
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/smm.c
s/kvm_vcpu_write_guest(vcpu, vcpu->arch\.smbase + 0xfe00,/kvm_write_guest(vcpu->kvm, vcpu->arch.smbase + 0xfe00,/
