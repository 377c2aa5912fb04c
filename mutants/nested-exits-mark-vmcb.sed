# SPDX-License-Identifier: GPL-2.0-only
#
# As VMX does with the pages of its VMCS, every exit from L2 marks the page of L1's VMCB,
# also exits that L1 does not get, which leave the VMCB as it is.
#
# lost: nothing; the page of L1's VMCB is reported while L2 runs
# mirrors: c9f04407f2e0 (KVM: nVMX: mark vmcs12 pages dirty on L2 exit), done for SVM
# class: over-report
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/svm/svm.c
/^static int svm_handle_exit(/,/^}/ {
	/^\t\ttrace_kvm_nested_vmexit(vcpu, KVM_ISA_SVM);$/ a\
\
\t\tkvm_vcpu_mark_page_dirty(vcpu, gpa_to_gfn(svm->nested.vmcb12_gpa));
}
