# SPDX-License-Identifier: GPL-2.0-only
#
# At exits from L2, L1's virtual-APIC page is marked only if the CPU virtualizes registers
# or the delivery of interrupts; that it writes the page at a MOV to CR8, too, is forgotten.
#
# lost: the virtual-APIC page of an L2 with nothing but a TPR shadow, until L1 gets an exit
# mirrors: c9f04407f2e0 (KVM: nVMX: mark vmcs12 pages dirty on L2 exit)
# class: own-writes
# where: vmx
# kernels: 7.0-7.3
# files: arch/x86/kvm/vmx/vmx.c
/^static void nested_vmx_mark_all_vmcs12_pages_dirty(/,/^}/ {
	s/^\tkvm_vcpu_map_mark_dirty(vcpu, &vmx->nested.virtual_apic_map);$/\tif (nested_cpu_has_apic_reg_virt(get_vmcs12(vcpu)) ||\n\t    nested_cpu_has_vid(get_vmcs12(vcpu)))\n\t&/
}
