# SPDX-License-Identifier: GPL-2.0-only
#
# KVM writes the page with the reference TSC of a Hyper-V guest by the host's mapping, and
# does not mark it. It writes this page when the guest has set its address, and again when
# the clock of the VM has changed: either write is in no log.
#
# lost: the page of the reference TSC, which the guest never writes
# mirrors: the class of B24, 2efd61a608b0 (6.2): a write without its mark
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/hyperv.c
/^void kvm_hv_setup_tsc_page(/,/^}/{
	s/kvm_write_guest(kvm, gfn_to_gpa(gfn),/copy_to_user((void __user *)gfn_to_hva(kvm, gfn),/
}
