# SPDX-License-Identifier: GPL-2.0-only
#
# When the host preempts a vCPU of a Xen guest, KVM writes its run state from within the
# scheduler, and does not mark the page.
#
# lost: the run state, until the vCPU runs again
# mirrors: the class of 7e2175ebd695 (5.16)
# class: own-writes
# where: svm
# kernels: 6.12-6.12
# files: arch/x86/kvm/xen.c
/^static void kvm_xen_update_runstate_guest(/,/^}/ {
	s/^\tkvm_gpc_mark_dirty_in_slot(gpc1);$/\tif (!atomic)\n\t&/
}
