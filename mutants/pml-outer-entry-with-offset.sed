# SPDX-License-Identifier: GPL-2.0-only
#
# KVM emulates PML for a guest's hypervisor, and writes the address that was written into
# its log, where a processor writes that of the page.
#
# lost: pages in the log of an L1 that takes entries for what they are, addresses of pages
# mirrors: -
# class: pml
# where: vmx
# kernels: 7.0-
# files: arch/x86/kvm/vmx/nested.c
/^static int nested_vmx_write_pml_buffer(/,/^}/{
	/^\tgpa &= ~0xFFFull;$/d
}
