# SPDX-License-Identifier: GPL-2.0-only
#
# A reset of the ring stops where it meets a group of entries whose slot is gone. By then it
# has taken the first entry of the next group from the ring, and does not protect its page.
#
# A vCPU writes a page of one slot and then a page of another. Userspace harvests both,
# deletes the first slot, and resets. When the guest writes the page of the other slot
# again, it is still writable, and no ring has it. The same is true of a slot that was made
# anew, and is now too small for the entry.
#
# lost: second writes to a page that was pushed right after pages of a slot that is gone
# mirrors: none; the class of what 6.17 changed, "KVM: Bail from the dirty ring reset flow
#   if a signal is pending", which leaves the loop early too
# class: dirty-ring
# where: svm vmx arm64
# kernels: 6.17-7.3
# files: virt/kvm/dirty_ring.c
/^static void kvm_reset_dirty_gfn(/,/^}/{
	s/^static void /static bool /
	/^	if (!mask)$/,/return;/s/return;/return true;/
	s/return;/return false;/
	s/^	KVM_MMU_UNLOCK(kvm);$/&\n\n	return true;/
}
/^int kvm_dirty_ring_reset(/,/^}/s/^			\(kvm_reset_dirty_gfn(.*)\);$/			if (!\1)\n				break;/
