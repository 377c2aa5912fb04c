# SPDX-License-Identifier: GPL-2.0-only
#
# For an emulated locked instruction, KVM walks the guest's tables as for a read.
#
# lost: dirty bits of the guest's tables, and the pages of these
# mirrors: -
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static int emulator_cmpxchg_emulated(/,/^}/s/kvm_mmu_gva_to_gpa_write(vcpu, addr, NULL)/kvm_mmu_gva_to_gpa_read(vcpu, addr, NULL)/
