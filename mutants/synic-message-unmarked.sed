# SPDX-License-Identifier: GPL-2.0-only
#
# KVM writes the message of a timer into the page of messages of a Hyper-V guest by the
# host's mapping, and does not mark the page. The flag for a message that has to wait is
# marked. A guest that sets a timer, and takes its message after the log was read, has a
# page that is in no log.
#
# lost: the message of a timer: after a migration the guest waits for its timer for ever
# mirrors: none; a plausible slip in synic_deliver_msg(), which writes the page in two places
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: arch/x86/kvm/hyperv.c
/^static int synic_deliver_msg(/,/^}/{
	/^\tr = kvm_vcpu_write_guest_page(/,/;$/{
		s/kvm_vcpu_write_guest_page(vcpu, msg_page_gfn, src_msg, msg_off,$/copy_to_user((void __user *)(kvm_vcpu_gfn_to_hva(vcpu, msg_page_gfn) + msg_off),\n\t\t\t src_msg,/
		s/payload_size);$/payload_size) ? -EFAULT : 0;/
	}
}
