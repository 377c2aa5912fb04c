// SPDX-License-Identifier: GPL-2.0-only
//
// A slot keeps its bitmap while logging is off, so that the bits from before
// are back when it goes on again.
//
// lost: nothing; pages are sent that nobody wrote, and the log of a slot that
//   is not logged can be read
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
