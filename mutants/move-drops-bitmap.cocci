// SPDX-License-Identifier: GPL-2.0-only
//
// A slot that is moved begins with an empty log.
//
// lost: pages that were dirty before the move
// mirrors: the class of B35: what a change of a slot does to its log
// class: memslot
// where: svm vmx arm64
// kernels: 5.17-
// files: virt/kvm/kvm_main.c
@@
symbol old, change;
@@
  kvm_prepare_memory_region(...)
  {
  <...
- old && old->dirty_bitmap
+ old && old->dirty_bitmap && change != KVM_MR_MOVE
  ...>
  }
