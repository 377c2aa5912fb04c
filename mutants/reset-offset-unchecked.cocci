// SPDX-License-Identifier: GPL-2.0-only
//
// A reset of the ring believes the page offset that stands in a harvested
// entry.
//
// lost: nothing as long as userspace is honest: a crafted entry makes KVM
//   write outside of its tables
// mirrors: B30, 577a8d3bae05 (7.1, 6.12.91) "KVM: Reject wrapped offset in
//   kvm_reset_dirty_gfn"
// class: dirty-ring
// where: svm:npt0,default vmx:ept0,default arm64
// kernels: 5.11-
// files: virt/kvm/dirty_ring.c
@@
identifier memslot;
expression e1, e2;
@@
  kvm_reset_dirty_gfn(...)
  {
  <...
- if (!memslot || e1 || e2)
+ if (!memslot)
  	return;
  ...>
  }
