// SPDX-License-Identifier: GPL-2.0-only
//
// The index of the next entry to reset stays within the ring, but the index
// of the next entry to fill does not. After one lap the ring counts as full
// for ever.
//
// lost: nothing; each KVM_RUN ends at once with KVM_EXIT_DIRTY_RING_FULL
// mirrors: R42: the indices are free-running
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
identifier ring;
@@
  kvm_dirty_ring_reset(...)
  {
  <...
- ring->reset_index++;
+ ring->reset_index = (ring->reset_index + 1) & (ring->size - 1);
  ...>
  }
