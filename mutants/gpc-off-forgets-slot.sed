# SPDX-License-Identifier: GPL-2.0-only
#
# A pfn cache that is deactivated forgets its slot, and not the address and the generation
# that the slot belongs to. If it is activated with the same address, and no slot has changed
# since, it looks for no slot.
#
# A guest turns its clock off and on again at the same address (MSR_KVM_SYSTEM_TIME_NEW), in a
# slot that is logged. KVM writes the clock, and marks no page, until any slot changes.
#
# lost: the clock, or a record of a Xen guest, that was turned off and on
# mirrors: none; the class of d215f014b352, a pfn cache and the slot that it marks
# class: own-writes
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/pfncache.c
/^void kvm_gpc_deactivate(/,/^}/s/^\t\tgpc->khva = NULL;$/&\n\t\tgpc->memslot = NULL;/
