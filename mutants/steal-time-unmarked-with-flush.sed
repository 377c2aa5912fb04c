# SPDX-License-Identifier: GPL-2.0-only
#
# KVM marks the record of stolen time only for guests that do not have the paravirtual
# flush of TLBs, which takes another path through the function.
#
# lost: the record of a guest with KVM_FEATURE_PV_TLB_FLUSH in its CPUID
# mirrors: the class of 7e2175ebd695 (5.16) "KVM: x86: Fix recording of guest steal time /
#   preempted status", which rewrote both paths of the function
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static void record_steal_time(/,/^}/ {
	s/^\tmark_page_dirty_in_slot(.*$/\tif (!guest_pv_has(vcpu, KVM_FEATURE_PV_TLB_FLUSH))\n\t&/
}
