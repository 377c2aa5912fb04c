# SPDX-License-Identifier: GPL-2.0-only
#
# When the host preempts a vCPU, KVM tells the guest so in the record of stolen time, and
# does not mark its page.
#
# lost: the record, until the vCPU runs again
# mirrors: 7e2175ebd695 (5.16) "KVM: x86: Fix recording of guest steal time / preempted
#   status", of which this is one part
# class: own-writes
# where: svm
# kernels: 6.12-6.12
# files: arch/x86/kvm/x86.c
/^static void kvm_steal_time_set_preempted(/,/^}/ {
	/^\tmark_page_dirty_in_slot(/d
}
