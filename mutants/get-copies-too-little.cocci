// SPDX-License-Identifier: GPL-2.0-only
//
// KVM_GET_DIRTY_LOG copies nr_pages / 8 bytes instead of whole words, and
// leaves out the bits of the last pages.
//
// lost: up to seven pages at the end of a slot
// mirrors: B3, 4ddc9204572c (5.2): the wrong length is copied
// class: generic
// where: svm vmx arm64
// kernels: 5.0-
// files: virt/kvm/kvm_main.c
@@
identifier n, memslot, log;
expression slots, id, bits;
@@
  kvm_get_dirty_log_protect(...)
  {
  ...
  memslot = id_to_memslot(slots, id);
  ...
- copy_to_user(log->dirty_bitmap, bits, n)
+ copy_to_user(log->dirty_bitmap, bits, memslot->npages / 8)
  ...
  }
