# SPDX-License-Identifier: GPL-2.0-only
#
# The run state of a Xen guest is not marked where KVM may not sleep, which is so whenever
# the new state is "runnable": when the host preempts the vCPU, and when userspace sets this
# state by KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_CURRENT. A log that is read after that, and
# before the vCPU runs again, lacks the page.
#
# lost: the run state of a vCPU that waits for a processor
# mirrors: none; a plausible slip in kvm_xen_update_runstate_guest(), which asks four times
#   whether it may sleep
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/xen.c
/^static void kvm_xen_update_runstate_guest(/,/^}/{
	s/^\t\tkvm_gpc_mark_dirty_in_slot(gpc2);$/\t\tif (!atomic)\n\t\t\tkvm_gpc_mark_dirty_in_slot(gpc2);/
	s/^\tkvm_gpc_mark_dirty_in_slot(gpc1);$/\tif (!atomic)\n\t\tkvm_gpc_mark_dirty_in_slot(gpc1);/
}
