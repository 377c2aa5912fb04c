# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_RESET_DIRTY_RINGS flushes no TLB if it has reset one entry alone.
#
# lost: stores to a page that was harvested alone
# mirrors: none
# class: tlb
# where: svm
# kernels: 6.12-
# files: virt/kvm/kvm_main.c
/^static int kvm_vm_ioctl_reset_dirty_pages(/,/^}/s/^	if (cleared)$/	if (cleared > 1)/
