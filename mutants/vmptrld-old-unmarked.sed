# SPDX-License-Identifier: GPL-2.0-only
#
# When another VMCS becomes the guest's current one, KVM writes the old one back, and does not
# mark its page. VMCLEAR of the current one marks the page, because it writes once more.
#
# lost: the VMCS that was the current one before a VMPTRLD, with all that was written to it
# mirrors: none; a plausible slip in nested_release_vmcs12()
# class: nested
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/vmx/nested.c
/^static inline void nested_release_vmcs12(/,/^}/ {
	/^\tkvm_vcpu_write_guest_page(vcpu,$/,/;$/ {
		/;$/!d
		s/.*/\tif (copy_to_user((void __user *)\n\t\t\t kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(vmx->nested.current_vmptr)),\n\t\t\t vmx->nested.cached_vmcs12, VMCS12_SIZE))\n\t\tpr_debug_ratelimited("%s cannot write VMCS12\\n", __func__);/
	}
}
