# SPDX-License-Identifier: GPL-2.0-only
#
# A locked instruction that KVM emulates marks its page in the slots of the first address
# space, also if the vCPU is in SMM and has written to a slot of the other.
#
# lost: what a guest in SMM writes by a locked instruction that KVM emulates; the page of
#   the same address outside of SMM is reported in its place
# mirrors: 910c57dfa4d1 (6.9, CVE-2024-35804) "KVM: x86: Mark target gfn of emulated
#   atomic instruction as dirty", with mark_page_dirty() in place of
#   kvm_vcpu_mark_page_dirty()
# class: smm
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static int emulator_cmpxchg_emulated(/,/^}/s/kvm_vcpu_mark_page_dirty(vcpu, gpa_to_gfn(gpa));/mark_page_dirty(vcpu->kvm, gpa_to_gfn(gpa));/
