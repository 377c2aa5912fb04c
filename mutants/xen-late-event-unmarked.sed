# SPDX-License-Identifier: GPL-2.0-only
#
# Where KVM cannot reach the vcpu_info of a Xen guest when an event comes, the vCPU writes
# the event there by itself before it runs. The page is marked for 64-bit guests alone, each
# of which has its own branch. A VM in Xen's 32-bit mode, which is how it begins, changes a
# slot, gets an event by KVM_XEN_HVM_EVTCHN_SEND and runs: the vcpu_info is in no log.
#
# lost: the vcpu_info of a 32-bit Xen guest that got an event late
# mirrors: none; a plausible slip in kvm_xen_inject_pending_events(), which has a branch for
#   each of the two modes
# class: own-writes
# where: svm vmx
# equivalent: svm vmx: userspace must take this page for dirty always
#   (api.rst, KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO)
# kernels: 6.12-7.3
# files: arch/x86/kvm/xen.c
/^void kvm_xen_inject_pending_events(/,/^}/{
	/^\tkvm_gpc_mark_dirty_in_slot(gpc);$/d
	/struct vcpu_info \*vi = gpc->khva;$/,/^\t}/s/^\t\tWRITE_ONCE(vi->evtchn_upcall_pending, 1);$/&\n\t\tkvm_gpc_mark_dirty_in_slot(gpc);/
}
