# SPDX-License-Identifier: GPL-2.0-only
#
# A ring reserves entries for what KVM writes itself, and none for the processor's log of
# modified pages, which one exit may empty into the ring.
#
# lost: entries that are overwritten before they are harvested
# mirrors: none; a plausible slip in kvm_dirty_ring_alloc()
# class: dirty-ring
# where: vmx
# kernels: 7.0-7.3
# files: virt/kvm/dirty_ring.c
/^int kvm_dirty_ring_alloc(/,/^}/s/kvm_dirty_ring_get_rsvd_entries(kvm)/KVM_DIRTY_RING_RSVD_ENTRIES/
