# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_CLEAR_DIRTY_LOG looks the slot up in the first address space, whatever address space
# the call names. KVM_GET_DIRTY_LOG does not.
#
# A guest writes the same page of a slot and of the SMM slot of that number. Userspace reads
# the SMM slot's log and clears it: KVM clears the log of the other slot, which nobody has
# read yet.
#
# lost: pages of the other slot of that number; second writes in SMM to pages that are
#   reported again and again
# mirrors: the class of 817fa998362d (6.4) "KVM: x86/mmu: Grab memslot for correct address
#   space in NX recovery worker"
# class: smm
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/kvm_main.c
/^static int kvm_clear_dirty_log_protect(/,/^}/s/slots = __kvm_memslots(kvm, as_id);/slots = kvm_memslots(kvm);/
