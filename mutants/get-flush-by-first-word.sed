# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_GET_DIRTY_LOG flushes TLBs only if the first word of the bitmap has a page.
#
# lost: stores by a stale translation, when only other words were dirty
# mirrors: none
# class: tlb
# where: svm vmx
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
/^static int kvm_get_dirty_log_protect(/,/^}/s/^			flush = true;$/			flush = !i;/
