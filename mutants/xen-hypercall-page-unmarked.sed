# SPDX-License-Identifier: GPL-2.0-only
#
# KVM copies a page of hypercalls that userspace keeps for Xen guests (KVM_XEN_HVM_CONFIG
# without KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL) straight to the guest's memory, and marks
# nothing. The page that KVM fills by itself is marked. A guest that writes the MSR to get
# such a page has a page that is in no log.
#
# lost: a page of hypercalls that comes from userspace
# mirrors: none; a plausible slip in kvm_xen_write_hypercall_page(), which copies the page
#   twice on its way
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/xen.c
/^int kvm_xen_write_hypercall_page(/,/^}/{
	s/ret = kvm_vcpu_write_guest(vcpu, page_addr, page, PAGE_SIZE);$/ret = copy_to_user((void __user *)kvm_vcpu_gfn_to_hva(vcpu, gpa_to_gfn(page_addr)),\n\t\t\t\t   page, PAGE_SIZE);/
}
