# SPDX-License-Identifier: GPL-2.0-only
#
# KVM writes the wall clock by the host's mapping, since the version, which it writes before
# and after that, marks the page anyway. The clock need only be at a multiple of 4 bytes,
# though: it may begin in one page, with the version, and have its seconds in the next.
#
# A guest gives MSR_KVM_WALL_CLOCK_NEW an address that is four bytes before the end of a
# page. KVM writes seconds and nanoseconds to the next page, which is not in the log.
#
# lost: the second page of a wall clock that crosses the edge of a page
# mirrors: none; a plausible slip in kvm_write_wall_clock()
# class: own-writes
# where: svm vmx
# kernels: 7.3-7.3
# files: arch/x86/kvm/msrs.c
/^static void kvm_write_wall_clock(/,/^}/{
	s/^	u64 wall_nsec;$/&\n	unsigned long hva;/
	s/^	kvm_write_guest(kvm, wall_clock, &wc, sizeof(wc));$/	hva = gfn_to_hva(kvm, gpa_to_gfn(wall_clock));\n	if (kvm_is_error_hva(hva) ||\n	    __copy_to_user((void __user *)hva + offset_in_page(wall_clock),\n			   \&wc, sizeof(wc)))\n		return;/
}
