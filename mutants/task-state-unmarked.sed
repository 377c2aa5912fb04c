# SPDX-License-Identifier: GPL-2.0-only
#
# What KVM's emulator writes on behalf of the processor itself is marked if it is a word, as a
# descriptor is, and not if it is longer, as the state of a task is.
#
# lost: the state of a 32-bit guest's task that ends
# mirrors: -
# class: emulator
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static int kvm_write_guest_virt_helper(/,/^}/ {
	s/^\t\tret = kvm_vcpu_write_guest(vcpu, gpa, data, towrite);$/\t\tif ((access \& PFERR_IMPLICIT_ACCESS) \&\& towrite > 8)\n\t\t\tret = copy_to_user((void __user *)kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(gpa)) + offset, data, towrite) ? -EFAULT : 0;\n\t\telse\n\t\t\tret = kvm_vcpu_write_guest(vcpu, gpa, data, towrite);/
}
