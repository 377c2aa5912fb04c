# SPDX-License-Identifier: GPL-2.0-only
#
# The rings of all vCPUs but the first reserve no entries.
#
# lost: what is pushed when such a ring is full
# mirrors: none
# class: dirty-ring
# where: svm
# kernels: 7.0-
# files: virt/kvm/dirty_ring.c
/^int kvm_dirty_ring_alloc(/,/^}/s/^	ring->soft_limit = ring->size - kvm_dirty_ring_get_rsvd_entries(kvm);$/	ring->soft_limit = ring->size - (index ? 0 : kvm_dirty_ring_get_rsvd_entries(kvm));/
