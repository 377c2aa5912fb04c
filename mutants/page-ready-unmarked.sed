# SPDX-License-Identifier: GPL-2.0-only
#
# KVM writes to guest memory which page has become present (asynchronous page faults), and
# does not mark that memory. What it wrote before, that the page is not there, is marked.
# If the log is read between the two, and again before the guest takes the token out, the
# token is missing.
#
# lost: the token: after a migration a task of the guest waits for ever
# mirrors: the class of B26: a write of KVM's own without its mark, in the other of the two
#   functions
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static inline int apf_put_user_ready(/,/^}/{
	s/return kvm_write_guest_offset_cached(vcpu->kvm, &vcpu->arch.apf.data,$/return __copy_to_user((void __user *)(vcpu->arch.apf.data.hva + offset),/
	s/&token, offset, sizeof(token));$/\&token, sizeof(token));/
}
