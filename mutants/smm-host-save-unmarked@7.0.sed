# SPDX-License-Identifier: GPL-2.0-only
#
# KVM does not mark the page that it saves a hypervisor's state in for SMM.
#
# lost: the hypervisor's state, in a migration while its guest is interrupted
#   by SMM
# mirrors: the class of B48: kvm_vcpu_unmap() of what was written, not dirty
# class: nested
# where: svm
# kernels: 7.0-
# files: arch/x86/kvm/svm/svm.c
/^static int svm_enter_smm(/,/^}/{
s/^	svm_copy_vmrun_state(m_save.*;$/&\
	m_save.map.writable = false;/
s/^	kvm_vcpu_unmap(vcpu, &map_save);$/	map_save.writable = false;\
&/
}
