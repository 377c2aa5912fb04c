// SPDX-License-Identifier: GPL-2.0-only
//
// INITIALLY_SET leaves out the last page of the slot.
//
// lost: the last page of each slot
// mirrors: B53, Firecracker 524c6d8fb: the end of a slot
// class: generic
// where: svm vmx arm64
// kernels: 5.7-
// files: virt/kvm/kvm_main.c
@@
expression new;
@@
  kvm_prepare_memory_region(...)
  {
  <...
- bitmap_set(new->dirty_bitmap, 0, new->npages)
+ bitmap_set(new->dirty_bitmap, 0, new->npages - 1)
  ...>
  }
