# SPDX-License-Identifier: GPL-2.0-only
#
# What KVM's emulator writes in one piece that is longer than any register, which is what
# REP INS read from a port, goes to guest memory directly, and the page is not marked.
#
# lost: pages that a guest fills by REP INS
# mirrors: -
# class: emulator
# where: svm
# kernels: 7.0-
# files: arch/x86/kvm/x86.c
/^static int emulator_write_guest(/,/^}/{
	/^\tint ret;$/a\
	unsigned long hva;\
\
	/* A batch of string input: copy it at once, it is within a page. */\
	if (bytes > 64) {\
		hva = kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(gpa));\
		if (kvm_is_error_hva(hva) ||\
		    __copy_to_user((void __user *)(hva + offset_in_page(gpa)),\
				   val, bytes))\
			return 0;\
		kvm_page_track_write(vcpu, gpa, val, bytes);\
		return 1;\
	}
}
