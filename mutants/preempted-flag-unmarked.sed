# SPDX-License-Identifier: GPL-2.0-only
#
# The flag by which a guest sees that one of its vCPUs does not run is written when the
# host takes the vCPU off its processor, and the page is not marked. It is in the record of
# stolen time, which is marked when the vCPU begins to run again. If the log is read while
# the vCPU runs, the host then preempts it, and a signal ends KVM_RUN before the guest is
# entered again, the page with the flag is missing from the next log.
#
# lost: the record of stolen time of a vCPU that was preempted and did not run since
# mirrors: the class of 7e2175ebd695 (5.16) "KVM: x86: Fix recording of guest steal time /
#   preempted status", in one of the two functions
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static void kvm_steal_time_set_preempted(/,/^}/{
	/^\tmark_page_dirty_in_slot(/d
}
