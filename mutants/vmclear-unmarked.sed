# SPDX-License-Identifier: GPL-2.0-only
#
# VMCLEAR writes the state of the guest's VMCS, and does not mark its page. If the VMCS is the
# current one, the page is marked all the same, because KVM writes all of it back.
#
# lost: a VMCS that is not the current one when it is cleared
# mirrors: none; a plausible slip in handle_vmclear(), whose comment plans to look for a
#   slot and to write to it
# class: nested
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/vmx/nested.c
/^static int handle_vmclear(/,/^}/ {
	/^\t\t(void)kvm_vcpu_write_guest(vcpu,$/,/;$/ {
		/;$/!d
		s/.*/\t\t(void)put_user(zero, (u32 __user *)\n\t\t\t       (kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(vmptr)) +\n\t\t\t\toffsetof(struct vmcs12, launch_state)));/
	}
}
