# SPDX-License-Identifier: GPL-2.0-only
#
# What a system instruction writes when KVM emulates it is not marked.
#
# lost: pages that SGDT, FXSAVE and their like write, where KVM emulates them
# mirrors: none
# class: emulator
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/x86.c
/^static int kvm_write_guest_virt_helper(/,/^}/s/^		ret = kvm_vcpu_write_guest(vcpu, gpa, data, towrite);$/		ret = __copy_to_user((void __user *)(kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(gpa)) + offset), data, towrite) ? -EFAULT : 0;/
