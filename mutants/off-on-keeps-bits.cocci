// SPDX-License-Identifier: GPL-2.0-only
//
// A slot keeps its bitmap while logging is off. When logging is switched on
// again, the old bits are reported.
//
// lost: nothing; pages that nobody wrote are sent, and the log of a slot that
//   does not log can be read
// mirrors: the class of B35, 3c3736cd32bf (5.1): what is left behind when
//   logging goes off
// class: memslot
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier kvm, old, new, change;
@@
  kvm_prepare_memory_region(struct kvm *kvm, const struct kvm_memory_slot *old,
  			    struct kvm_memory_slot *new,
  			    enum kvm_mr_change change)
  {
  <...
- new->dirty_bitmap = NULL
+ new->dirty_bitmap = old ? old->dirty_bitmap : NULL
  ...>
  }
