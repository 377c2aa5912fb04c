// SPDX-License-Identifier: GPL-2.0-only
//
// The soft limit is the end of the ring, so no entries are reserved for
// pushes before the vCPU exits.
//
// lost: entries that are overwritten
// mirrors: B40, kvm_pvm: the entries behind the soft limit
// class: dirty-ring
// where: svm vmx arm64
// kernels: 7.0-
// files: virt/kvm/dirty_ring.c
@@
identifier ring, kvm;
@@
  kvm_dirty_ring_alloc(...)
  {
  <...
- ring->size - kvm_dirty_ring_get_rsvd_entries(kvm)
+ ring->size
  ...>
  }
