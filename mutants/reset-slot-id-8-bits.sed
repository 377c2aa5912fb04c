# SPDX-License-Identifier: GPL-2.0-only
#
# A reset of the ring takes 8 bits of the slot's id, in place of 16.
#
# lost: writes after the first harvest to slots whose id is 256 or more
# mirrors: none; the class of a width that was chosen too small, as in KVM:
#   Bound the number of dirty ring entries in a single reset at INT_MAX (6.17)
# class: dirty-ring
# where: svm
# kernels: 6.12-
# files: virt/kvm/dirty_ring.c
s/id = (u16)slot;/id = (u8)slot;/
