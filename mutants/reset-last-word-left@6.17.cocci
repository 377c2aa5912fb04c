// SPDX-License-Identifier: GPL-2.0-only
//
// A reset does not apply the mask that it is collecting when it reaches the
// last entry.
//
// lost: the last pages that were harvested
// mirrors: R26; B12
// class: dirty-ring
// where: svm vmx arm64
// kernels: 6.17-
// files: virt/kvm/dirty_ring.c
@@
expression kvm, slot, offset;
identifier mask;
@@
  kvm_dirty_ring_reset(...)
  {
  ...
  while (...) { ... }
- if (mask)
- 	kvm_reset_dirty_gfn(kvm, slot, offset, mask);
  ...
  }
