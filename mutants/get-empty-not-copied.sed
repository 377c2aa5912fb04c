# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG of a slot with no dirty page returns early, and leaves in userspace's
# bitmap what was there.
#
# lost: nothing; the pages of the call before are reported again, if userspace gives
#   KVM the same bitmap
# mirrors: none; a plausible slip in kvm_get_dirty_log_protect(), like the shortcut for
#   is_dirty that kvm_vm_ioctl_get_dirty_log() had
# class: generic
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect(/,/^}/{
	s/^	if (copy_to_user(log->dirty_bitmap, dirty_bitmap_buffer, n))$/	if (!kvm->manual_dirty_log_protect \&\& !flush)\n		return 0;\n\n&/
}
