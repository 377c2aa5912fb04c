# SPDX-License-Identifier: GPL-2.0-only
#
# A nested guest that is a hypervisor itself writes to the VMCS that its host has linked for
# it. KVM writes that one back at a nested exit, by the host's mapping that is cached for
# it, and does not mark its page.
#
# lost: the linked VMCS
# mirrors: none; a plausible slip in nested_flush_cached_shadow_vmcs12()
# class: nested
# where: vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/vmx/nested.c
/^static void nested_flush_cached_shadow_vmcs12(/,/^}/ {
	/^\tkvm_write_guest_cached(/,/;$/ {
		/;$/!d
		s/.*/\tif (copy_to_user((void __user *)ghc->hva, get_shadow_vmcs12(vcpu),\n\t\t\t VMCS12_SIZE))\n\t\treturn;/
	}
}
