# SPDX-License-Identifier: GPL-2.0-only
#
# KVM does not mark the record of stolen time of a vCPU that is in a nested guest.
#
# lost: the record of a vCPU in a nested guest
# mirrors: -
# class: nested
# where: svm
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static void record_steal_time(/,/^}/ {
	s/^\tmark_page_dirty_in_slot(.*$/\tif (!is_guest_mode(vcpu))\n\t&/
}
