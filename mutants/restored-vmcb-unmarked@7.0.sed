# SPDX-License-Identifier: GPL-2.0-only
#
# At an exit from L2, KVM marks the page that the last VMRUN had its VMCB in. A vCPU that got
# into L2 by KVM_SET_NESTED_STATE has made no VMRUN.
#
# Userspace restores a vCPU that runs L2, in a new VM whose memory is logged, and runs it
# until L2 exits to L1. KVM writes the exit into L1's VMCB, whose page is in no log.
#
# lost: the VMCB of a nested guest that was restored, at its first exit to L1
# mirrors: the class of b709087e9e54 (KVM: nSVM: Restrict mapping vmcb12 on nested VMRUN):
#   which address of the VMCB is kept for what
# class: nested
# where: svm
# kernels: 7.0-7.3
# files: arch/x86/kvm/svm/nested.c
/^static int nested_svm_vmexit_update_vmcb12(/,/^}/s/^	return 0;$/	m.map.writable = false;\n	kvm_vcpu_mark_page_dirty(vcpu, gpa_to_gfn(svm->nested.last_vmcb12_gpa));\n&/
