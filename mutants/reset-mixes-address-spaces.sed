# SPDX-License-Identifier: GPL-2.0-only
#
# A reset of the ring takes entries of slots with the same number for entries of one slot,
# also if one of them is of the other address space.
#
# A vCPU writes a page of a slot, enters SMM, and writes a page of the SMM slot of the same
# number that is less than 64 pages away in its slot. Both are harvested and reset at once:
# the second is protected in the first one's slot, and the next write in SMM is lost.
#
# lost: second writes in SMM, if the entry before was of the other slot of that number
# mirrors: none; the class of e46ad851150f (6.17) "KVM: Use mask of harvested dirty ring
#   entries to coalesce dirty ring resets", with the number of the slot without its space
# class: dirty-ring
# where: svm vmx
# kernels: 6.12-7.3
# files: virt/kvm/dirty_ring.c
/^int kvm_dirty_ring_reset(/,/^}/s/next_slot == cur_slot/(u16)next_slot == (u16)cur_slot/
