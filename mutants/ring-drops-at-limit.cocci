// SPDX-License-Identifier: GPL-2.0-only
//
// A vCPU's page is left out if its ring is at the soft limit already.
//
// lost: pages that are pushed behind the soft limit
// mirrors: B40: the entries behind the soft limit
// class: dirty-ring
// where: svm vmx
// kernels: 6.1-
// files: virt/kvm/dirty_ring.c
@@
identifier ring;
@@
  kvm_dirty_ring_push(...)
  {
  <...
  WARN_ON_ONCE(kvm_dirty_ring_full(ring));
+ if (kvm_dirty_ring_soft_full(ring))
+ 	return;
  ...>
  }
