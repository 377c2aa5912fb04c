# SPDX-License-Identifier: GPL-2.0-only
#
# KVM maps the APIC access page of a nested guest for its address alone. When the nested
# guest exits to its hypervisor, KVM ends the mapping as if the page had been written.
#
# lost: nothing; the page is sent after each exit to the hypervisor, though nobody wrote it
# mirrors: "KVM: nVMX: Mark vmcs12's APIC access page dirty when unmapping" (6.13), which
#   did so on purpose
# class: over-report
# where: vmx
# equivalent: vmx: later kernels mark that page on purpose, so no case can
#   demand that it is clean
# kernels: 6.12-6.12
# files: arch/x86/kvm/vmx/nested.c
/^void nested_vmx_vmexit(/,/^}/{
	s/kvm_vcpu_unmap(vcpu, &vmx->nested.apic_access_page_map, false);/kvm_vcpu_unmap(vcpu, \&vmx->nested.apic_access_page_map, true);/
}
