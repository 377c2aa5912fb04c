# SPDX-License-Identifier: GPL-2.0-only
#
# KVM reads the bitmap of MSRs of an L2 through a mapping, which it ends as if it had written.
#
# lost: nothing; the pages of the bitmap are sent at each VMRUN though nobody wrote them
# mirrors: none; a plausible slip in nested_svm_merge_msrpm(), with kvm_vcpu_map() as VMX has it
# class: over-report
# where: svm
# kernels: 7.0-7.3
# files: arch/x86/kvm/svm/nested.c
/^static bool nested_svm_merge_msrpm(/,/^}/{
	s/^		gpa_t gpa;$/		struct kvm_host_map map;\n&/
	s/^		if (kvm_vcpu_read_guest(vcpu, gpa, &l1_val, sizeof(l1_val)))$/		if (kvm_vcpu_map(vcpu, gpa_to_gfn(gpa), \&map))/
	s/^		msrpm02\[p\] = .*/		l1_val = *(nsvm_msrpm_merge_t *)(map.hva + offset_in_page(gpa));\n		kvm_vcpu_unmap(vcpu, \&map);\n\n&/
}
