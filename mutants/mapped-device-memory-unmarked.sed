# SPDX-License-Identifier: GPL-2.0-only
#
# KVM maps a page of the guest's for itself, writes it, and marks it when it lets go of it:
# only if the host has a struct page for it, and so not if a device's memory is the guest's.
# Kernels after 6.12 do not map such memory, unless they are told to.
#
# lost: in a slot of a device's memory, what KVM writes by a mapping of its own, as a VMCB
# mirrors: -
# class: own-writes
# where: svm
# kernels: 6.1-6.12
# files: virt/kvm/kvm_main.c
/^void kvm_vcpu_unmap(/,/^}/s/^	if (dirty)$/	if (dirty \&\& map->page != KVM_UNMAPPED_PAGE)/
