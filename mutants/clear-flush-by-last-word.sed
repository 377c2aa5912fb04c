# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CLEAR_DIRTY_LOG flushes TLBs if the last word that userspace gave had a page to clear,
# whatever the words before it had.
#
# A vCPU writes a page again and again without an exit. Userspace clears that page, and by
# the same call a page in a later word which is clean already. KVM protects the first page,
# and the vCPU goes on with a stale translation.
#
# lost: stores by a stale translation, if userspace clears more than is dirty
# mirrors: none; a plausible slip in kvm_clear_dirty_log_protect()
# class: tlb
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_clear_dirty_log_protect(/,/^}/{
	s/^		mask &= atomic_long_fetch_andnot(mask, p);$/&\n		flush = mask;/
	/^			flush = true;$/d
}
