# SPDX-License-Identifier: GPL-2.0-only
#
# A store that KVM emulates in SMM is not marked.
#
# lost: what a guest in SMM stores by instructions that KVM emulates
# mirrors: none
# class: smm
# where: svm
# kernels: 7.0-
# files: arch/x86/kvm/x86.c
s/^	ret = kvm_vcpu_write_guest(vcpu, gpa, val, bytes);$/	ret = is_smm(vcpu) ?\
		(__copy_to_user((void __user *)(kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(gpa)) +\
						offset_in_page(gpa)), val, bytes) ? -EFAULT : 0) :\
		kvm_vcpu_write_guest(vcpu, gpa, val, bytes);/
