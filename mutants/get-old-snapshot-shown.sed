# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG copies the log by way of a buffer, in which it fills in the
# words that have a dirty page. KVM does not empty the buffer before, so the other
# words show what they had at the call before. A guest writes a page of one word,
# userspace reads the log, the guest writes a page of another word, and userspace
# reads the log again: the first page is reported again, and so in each call until
# its word has a page anew.
#
# lost: nothing; pages that nobody wrote since are sent in each pass, and the
#	migration does not end
# mirrors: -
# class: generic
# where: svm vmx arm64
# kernels: 7.0-
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect(/,/^}/{
/^\t\tmemset(dirty_bitmap_buffer, 0, n);$/d
}
