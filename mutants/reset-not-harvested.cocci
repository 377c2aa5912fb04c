// SPDX-License-Identifier: GPL-2.0-only
//
// A reset also takes dirty entries that nobody has harvested.
//
// lost: the pages of these entries
// mirrors: R19; B32: the meaning of an entry's flags
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
