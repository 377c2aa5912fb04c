# SPDX-License-Identifier: GPL-2.0-only
#
# At exits from L2, L1's virtual-APIC page is marked only if the CPU virtualizes registers
# or the delivery of interrupts; that it writes the page at a MOV to CR8, too, is forgotten.
#
# lost: the virtual-APIC page of an L2 with nothing but a TPR shadow, until L1 gets an exit
# mirrors: c9f04407f2e0 (KVM: nVMX: mark vmcs12 pages dirty on L2 exit)
# class: own-writes
# where: vmx
# kernels: 6.12-6.12
# files: arch/x86/kvm/vmx/nested.c
/^void nested_mark_vmcs12_pages_dirty(/,/^}/ {
	s/^\tif (nested_cpu_has(vmcs12, CPU_BASED_TPR_SHADOW)) {$/\tif (nested_cpu_has_apic_reg_virt(vmcs12) ||\n\t    nested_cpu_has_vid(vmcs12)) {/
}
