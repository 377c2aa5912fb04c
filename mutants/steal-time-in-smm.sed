# SPDX-License-Identifier: GPL-2.0-only
#
# KVM looks the record of stolen time up in the address space that the vCPU is in. In
# system management mode that is another slot.
#
# lost: the record of a vCPU in system management mode
# mirrors: -
# class: smm
# where: svm
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static void record_steal_time(/,/^}/ {
	s/^\tmark_page_dirty_in_slot(vcpu->kvm, ghc->memslot, /\tmark_page_dirty_in_slot(vcpu->kvm, kvm_vcpu_gfn_to_memslot(vcpu, gpa_to_gfn(ghc->gpa)), /
}
