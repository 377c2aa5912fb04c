# SPDX-License-Identifier: GPL-2.0-only
#
# A locked instruction that KVM emulates for a nested guest does not mark its page.
#
# lost: what it writes
# mirrors: none
# class: nested
# where: svm
# kernels: 6.12-
# files: arch/x86/kvm/x86.c
/^static int emulator_cmpxchg_emulated(/,/^}/s/^	kvm_vcpu_mark_page_dirty(vcpu, gpa_to_gfn(gpa));$/	if (!is_guest_mode(vcpu))\n	&/
