# SPDX-License-Identifier: GPL-2.0-only
#
# A guest asks by a hypercall for two clocks, read at one time. KVM writes them, and does not
# mark the page.
#
# lost: the page with the clocks
# mirrors: -
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/x86.c
/^static int kvm_pv_clock_pairing(/,/^}/ {
	s/^\tif (kvm_write_guest(vcpu->kvm, paddr, &clock_pairing,$/\tif (copy_to_user((void __user *)gfn_to_hva(vcpu->kvm, gpa_to_gfn(paddr)) + offset_in_page(paddr), \&clock_pairing,/
}
