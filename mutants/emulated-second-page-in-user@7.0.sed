# SPDX-License-Identifier: GPL-2.0-only
#
# Of a store that KVM emulates over the edge of a page, the second page is not marked in user mode.
#
# lost: the second page
# mirrors: none
# class: emulator
# where: svm
# kernels: 7.0-
# files: arch/x86/kvm/x86.c
s/^	ret = kvm_vcpu_write_guest(vcpu, gpa, val, bytes);$/	if (!(gpa \& ~PAGE_MASK) \&\& bytes < 8 \&\& kvm_x86_call(get_cpl)(vcpu) == 3) {\n		unsigned long hva = kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(gpa));\n\n		ret = kvm_is_error_hva(hva) || __copy_to_user((void __user *)hva, val, bytes) ? -EFAULT : 0;\n	} else {\n		ret = kvm_vcpu_write_guest(vcpu, gpa, val, bytes);\n	}/
