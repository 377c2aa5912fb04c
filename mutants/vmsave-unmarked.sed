# SPDX-License-Identifier: GPL-2.0-only
#
# VMLOAD only reads the guest's VMCB, VMSAVE writes it: the page is let go as written for
# the wrong one of the two.
#
# lost: what VMSAVE wrote; pages that VMLOAD read are reported instead
# mirrors: -
# class: own-writes
# where: svm
# kernels: 6.12-6.12
# files: arch/x86/kvm/svm/svm.c
/^static int vmload_vmsave_interception(/,/^}/ {
	s/^\tkvm_vcpu_unmap(vcpu, &map, true);$/\tkvm_vcpu_unmap(vcpu, \&map, vmload);/
}
