# SPDX-License-Identifier: GPL-2.0-only
#
# KVM looks into the vcpu_info of a Xen guest for whether an event waits, and marks the page
# if so, though it writes nothing. An event that the guest leaves waiting, with interrupts
# off, makes KVM report the page again after each log that is read.
#
# lost: nothing; the vcpu_info is sent though nobody wrote it
# mirrors: none; a plausible slip in __kvm_xen_has_interrupt()
# class: over-report
# where: svm vmx
# equivalent: svm vmx: userspace must take this page for dirty always
#   (api.rst, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO)
# kernels: 6.12-7.3
# files: arch/x86/kvm/xen.c
/^int __kvm_xen_has_interrupt(/,/^}/{
	s/^\trc = ((struct vcpu_info \*)gpc->khva)->evtchn_upcall_pending;$/&\n\tif (rc)\n\t\tkvm_gpc_mark_dirty_in_slot(gpc);/
}
