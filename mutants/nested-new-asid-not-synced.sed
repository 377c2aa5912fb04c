# SPDX-License-Identifier: GPL-2.0-only
#
# At VMRUN KVM brings its shadow of NPT tables in sync only if the guest's hypervisor
# asks for a flush in its VMCB. But it may give the nested guest a new ASID as well.
#
# lost: writes of L2 to pages that L1 has write-protected in NPT, for an L1 that gives L2 a new ASID in place of a flush
# mirrors: -
# class: nested
# where: svm
# kernels: 7.0-
# files: arch/x86/kvm/svm/nested.c
/^static void nested_svm_transition_tlb_flush(/,/^}/s/^\tkvm_make_request(KVM_REQ_MMU_SYNC, vcpu);$/\tif (!nested_npt_enabled(to_svm(vcpu)) ||\n\t    to_svm(vcpu)->nested.ctl.tlb_ctl != TLB_CONTROL_DO_NOTHING)\n\t\tkvm_make_request(KVM_REQ_MMU_SYNC, vcpu);/
