# SPDX-License-Identifier: GPL-2.0-only
#
# A reset of the ring makes the bit of an entry in 32 bits, where the mask of a group of
# entries has 64. A page that is 32 pages or more above the first of its group gets the bit
# of the page that is 32 pages below it.
#
# A guest writes two pages of a slot that are 32 to 63 pages apart, the lower one first, and
# userspace harvests both and resets the ring. When the guest writes the upper one again, it
# is still writable, and nothing is pushed.
#
# lost: second writes to the upper one of two such pages
# mirrors: none; a plausible slip in kvm_dirty_ring_reset(), 1U for 1ull
# class: dirty-ring
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/dirty_ring.c
/^int kvm_dirty_ring_reset(/,/^}/s/mask |= 1ull << delta;/mask |= 1U << delta;/
