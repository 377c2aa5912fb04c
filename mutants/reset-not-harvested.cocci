// SPDX-License-Identifier: GPL-2.0-only
//
// The reset takes entries that are dirty and that nobody has harvested.
//
// lost: all of them
// mirrors: R19; B32: what the state of an entry says
// class: dirty-ring
// where: svm vmx arm64
// kernels: 6.2-
// files: virt/kvm/dirty_ring.c
@@
@@
  kvm_dirty_gfn_harvested(...)
  {
  <...
- KVM_DIRTY_GFN_F_RESET
+ KVM_DIRTY_GFN_F_MASK
  ...>
  }
