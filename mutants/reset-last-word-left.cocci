// SPDX-License-Identifier: GPL-2.0-only
//
// A reset does not apply the mask that it is collecting when it reaches the
// last entry.
//
// lost: the last pages that were harvested
// mirrors: R26; B12
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-6.16
// files: virt/kvm/dirty_ring.c
@@
expression kvm, slot, offset, mask;
@@
  kvm_dirty_ring_reset(...)
  {
  ...
  while (...) { ... }
- kvm_reset_dirty_gfn(kvm, slot, offset, mask);
  ...
  }
