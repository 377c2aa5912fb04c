# SPDX-License-Identifier: GPL-2.0-only
#
# At the end of an exit from L2, KVM marks the page that it has L1's VMCB at. By then it has
# forgotten the address, and marks page 0.
#
# lost: the VMCB of L1, if it was harvested while L2 ran; page 0 is sent at each exit though
#   nobody wrote it
# mirrors: the class of b709087e9e54 (KVM: nSVM: Restrict mapping vmcb12 on nested VMRUN):
#   when the VMCB is mapped, and when it is marked
# class: own-writes
# where: svm
# kernels: 7.0-7.3
# files: arch/x86/kvm/svm/nested.c
/^static int nested_svm_vmexit_update_vmcb12(/,/^}/{
	s/^	return 0;$/	m.map.writable = false;\n&/
}
/^void nested_svm_vmexit(/,/^}/{
	s/^	svm->nested.vmcb12_gpa = 0;$/&\n	kvm_vcpu_mark_page_dirty(vcpu, gpa_to_gfn(svm->nested.vmcb12_gpa));/
}
