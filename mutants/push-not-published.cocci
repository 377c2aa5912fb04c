// SPDX-License-Identifier: GPL-2.0-only
//
// A ring entry is written but not flagged as dirty, so a harvest stops before
// it.
//
// lost: all pages
// mirrors: -
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
@@
  kvm_dirty_ring_push(...)
  {
  <...
- kvm_dirty_gfn_set_dirtied(...);
  ...>
  }
