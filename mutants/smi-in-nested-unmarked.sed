# SPDX-License-Identifier: GPL-2.0-only
#
# The state that is saved when a nested guest enters SMM is not marked.
#
# lost: the state save area, if the SMI hit a nested guest
# mirrors: none
# class: smm
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/smm.c
/^void enter_smm(/,/^}/{s/^	union kvm_smram smram;$/&\n	bool nested = is_guest_mode(vcpu);/;s/^	if (kvm_vcpu_write_guest(\(.*\)))$/	if (nested ? !!__copy_to_user((void __user *)(kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(vcpu->arch.smbase + 0xfe00)) + offset_in_page(vcpu->arch.smbase + 0xfe00)), \&smram, sizeof(smram)) :\n	    kvm_vcpu_write_guest(\1))/}
