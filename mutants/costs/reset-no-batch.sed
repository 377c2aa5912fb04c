# SPDX-License-Identifier: GPL-2.0-only
#
# KVM_RESET_DIRTY_RINGS protects each entry's page by itself.
#
# dearer: ring/reset-dense@ring
# kernels: 6.12
# files: virt/kvm/dirty_ring.c
/^int kvm_dirty_ring_reset/,/^}/s/if (!first_round \&\& next_slot == cur_slot)/if (0 \&\& !first_round)/
