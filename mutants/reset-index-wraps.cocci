// SPDX-License-Identifier: GPL-2.0-only
//
// The index of the next entry to reset is kept within the ring, and that of the next
// one to fill is not: once around, the ring counts as full for ever.
//
// lost: nothing; each entry into the guest ends at once, with KVM_EXIT_DIRTY_RING_FULL
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
