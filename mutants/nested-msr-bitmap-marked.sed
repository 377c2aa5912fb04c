# SPDX-License-Identifier: GPL-2.0-only
#
# KVM reads the bitmap of MSRs of an L2 through a mapping, which it ends as if it had written.
#
# lost: nothing; the pages of the bitmap are sent at each VMRUN though nobody wrote them
# mirrors: none; a plausible slip in nested_svm_vmrun_msrpm(), with kvm_vcpu_map() as VMX has it
# class: over-report
# where: svm
# kernels: 6.12-6.12
# files: arch/x86/kvm/svm/nested.c
/^static bool nested_svm_vmrun_msrpm(/,/^}/{
	s/^		u32 value, p;$/		struct kvm_host_map map;\n&/
	s/^		if (kvm_vcpu_read_guest(&svm->vcpu, offset, &value, 4))$/		if (kvm_vcpu_map(\&svm->vcpu, gpa_to_gfn(offset), \&map))/
	s/^		svm->nested.msrpm\[p\] = .*/		value = *(u32 *)(map.hva + offset_in_page(offset));\n		kvm_vcpu_unmap(\&svm->vcpu, \&map, true);\n\n&/
}
