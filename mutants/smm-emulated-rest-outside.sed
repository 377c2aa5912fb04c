# SPDX-License-Identifier: GPL-2.0-only
#
# The part of an emulated store that is in a second page goes to memory outside of SMM.
#
# lost: the second page of stores in SMM
# mirrors: -
# class: smm
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^int emulator_write_phys(/,/^}/s/ret = kvm_vcpu_write_guest(vcpu, gpa, val, bytes);/ret = bytes \& 3 \&\& !offset_in_page(gpa) ? kvm_write_guest(vcpu->kvm, gpa, val, bytes) :\n\t\tkvm_vcpu_write_guest(vcpu, gpa, val, bytes);/
/^static int emulator_write_guest(/,/^}/s/ret = kvm_vcpu_write_guest(vcpu, gpa, val, bytes);/ret = bytes \& 3 \&\& !offset_in_page(gpa) ? kvm_write_guest(vcpu->kvm, gpa, val, bytes) :\n\t\tkvm_vcpu_write_guest(vcpu, gpa, val, bytes);/
