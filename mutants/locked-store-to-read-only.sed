# SPDX-License-Identifier: GPL-2.0-only
#
# An emulated locked store to a read-only slot is done, and not left to userspace.
#
# lost: the exit for a store that userspace has to see
# mirrors: -
# class: memslot
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static int emulator_cmpxchg_emulated(/,/^}/s/hva = kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(gpa));/hva = kvm_vcpu_gfn_to_hva_prot(vcpu, gpa_to_gfn(gpa), NULL);/
