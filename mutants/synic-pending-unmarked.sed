# SPDX-License-Identifier: GPL-2.0-only
#
# Where the slot for a message to a Hyper-V guest is still full, KVM sets a flag in the
# message that is there, and does not mark the page.
#
# lost: the flag: a timer that expires, once more, while the last message was not taken
# mirrors: none; a plausible slip in synic_deliver_msg(), which writes the page in two places
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/hyperv.c
/^static int synic_deliver_msg(/,/^}/ {
	/^\t\tr = kvm_vcpu_write_guest_page(/,/;$/ {
		/;$/!d
		s/.*/\t\tr = put_user(hv_hdr.message_flags.asu8,\n\t\t\t     (u8 __user *)(kvm_vcpu_gfn_to_hva(vcpu, msg_page_gfn) +\n\t\t\t\t\t   msg_off +\n\t\t\t\t\t   offsetof(struct hv_message,\n\t\t\t\t\t\t    header.message_flags)));/
	}
}
