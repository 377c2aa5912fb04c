# SPDX-License-Identifier: GPL-2.0-only
#
# An SMI in a nested guest makes KVM leave the guest by an exit that its hypervisor does not
# get. This exit writes the VMCB, too, but does not mark its page, and neither does RSM,
# which only reads it. If the log is read while the nested guest runs, then comes an SMI,
# and then the log is read again before the next exit, the page is missing.
#
# lost: the VMCB of a nested guest that was interrupted by SMM
# mirrors: the class of b709087e9e54 (KVM: nSVM: Restrict mapping vmcb12 on nested VMRUN):
#   when the VMCB is mapped, and when it is marked
# class: smm
# where: svm
# kernels: 7.3-7.3
# files: arch/x86/kvm/svm/nested.c arch/x86/kvm/svm/svm.c
/^static int nested_svm_vmexit_update_vmcb12(/,/^}/{
	s/^\treturn 0;$/\tif (vmcb12->control.exit_code == SVM_EXIT_SW)\n\t\tm.map.writable = false;\n&/
}
/^static int svm_leave_smm(/,/^}/{
	s/^\tvmcb12 = m.map.hva;$/\tm.map.writable = false;\n&/
}
