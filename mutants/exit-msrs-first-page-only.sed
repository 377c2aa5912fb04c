# SPDX-License-Identifier: GPL-2.0-only
#
# At a nested exit KVM stores MSRs in a list of the guest's hypervisor, and marks the page
# in which the list begins.
#
# lost: the second page of a list that crosses the edge of a page
# mirrors: none; a plausible slip in nested_vmx_store_msr(), which marks once an entry
# class: nested
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/vmx/nested.c
/^static int nested_vmx_store_msr(/,/^}/ {
	/^\t\tif (kvm_vcpu_write_guest(vcpu,$/,/{$/ {
		/{$/!d
		s/.*/\t\tentry = gpa + i * sizeof(e) +\n\t\t\toffsetof(struct vmx_msr_entry, value);\n\t\tif (put_user(data, (u64 __user *)\n\t\t\t     (kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(entry)) +\n\t\t\t      offset_in_page(entry)))) {/
	}
	s/^\tu32 max_msr_list_size = .*/&\n\tgpa_t entry;/
	s/^\treturn 0;$/\tif (count)\n\t\tkvm_vcpu_mark_page_dirty(vcpu, gpa_to_gfn(gpa));\n&/
}
