// SPDX-License-Identifier: GPL-2.0-only
//
// The reset forgets the word that it was collecting when it reached the end.
//
// lost: the last pages that were harvested
// mirrors: R26; B12
// class: dirty-ring
// where: svm vmx arm64
// kernels: 5.11-
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
