# SPDX-License-Identifier: GPL-2.0-only
#
# One reset takes from each ring no more entries than the limit at which a vCPU must leave,
# as if a ring never had more. The entries that are beyond it wait for the next reset.
#
# lost: second writes to the pages of these entries; the number that a reset returns
# mirrors: 530a8ba71b4c (KVM: Bound the number of dirty ring entries in a single reset at INT_MAX), done wrongly
# class: dirty-ring
# where: svm
# kernels: 6.12-6.12
# files: virt/kvm/dirty_ring.c
/^int kvm_dirty_ring_reset(/,/^}/ {
	s/^\twhile (true) {$/\twhile (count < ring->soft_limit) {/
}
