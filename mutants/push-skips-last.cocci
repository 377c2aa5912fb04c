// SPDX-License-Identifier: GPL-2.0-only
//
// The ring wraps around one entry early. The ring's last entry is never
// filled, and userspace waits there for ever.
//
// lost: every page written after the ring's last entry
// mirrors: R42: after the last entry comes the first
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
identifier ring;
@@
  kvm_dirty_ring_push(...)
  {
  <...
- ring->dirty_index & (ring->size - 1)
+ ring->dirty_index % (ring->size - 1)
  ...>
  }
