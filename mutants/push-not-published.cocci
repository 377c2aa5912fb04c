// SPDX-License-Identifier: GPL-2.0-only
//
// An entry is written and not marked as dirty, so that a harvest stops before
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
