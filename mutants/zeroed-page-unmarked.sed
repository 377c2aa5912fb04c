# SPDX-License-Identifier: GPL-2.0-only
#
# KVM clears guest memory in place, and no more by copying zeros to it with the function
# that also marks the page.
#
# lost: the pages of messages and events of a Hyper-V guest, which KVM clears when the
#   guest sets their addresses (with KVM_CAP_HYPERV_SYNIC, not SYNIC2)
# mirrors: none; a plausible slip in kvm_clear_guest()
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^int kvm_clear_guest(/,/^}/{
	/const void \*zero_page/d
	s/ret = kvm_write_guest_page(kvm, gfn, zero_page, offset, seg);/ret = clear_user((void __user *)gfn_to_hva(kvm, gfn) + offset,\n				 seg) ? -EFAULT : 0;/
}
