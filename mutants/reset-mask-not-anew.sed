# SPDX-License-Identifier: GPL-2.0-only
#
# A reset begins the mask of the next group of entries with the bits of the last one. A
# mask that so reaches over the slot's end is dropped as a whole.
#
# lost: second writes to a page near the slot's end, if pages that were far apart in
#   one word were harvested before it in the same reset
# mirrors: e46ad851150f (6.17) "KVM: Use mask of harvested dirty ring entries to coalesce
#   dirty ring resets", done wrongly
# class: dirty-ring
# where: svm vmx arm64
# kernels: 6.12-7.3
# files: virt/kvm/dirty_ring.c
/^int kvm_dirty_ring_reset(/,/^}/s/^		mask = 1;$/		mask |= 1;/
