// SPDX-License-Identifier: GPL-2.0-only
//
// A page is marked dirty without an atomic operation: two vCPUs that mark
// pages of the same word can lose one of them.
//
// lost: pages whose neighbours are written at the same time
// mirrors: B48, s390 gmap_get_dirty_log: a bitmap that is not changed
//   atomically
// class: generic
// where: svm vmx arm64
// kernels: 5.12-
// equivalent: svm: QEMU emulates both processors in one thread and interrupts
//   none of them within an instruction, and the bit is set by one
// files: virt/kvm/kvm_main.c
@@
identifier rel_gfn, memslot;
@@
  mark_page_dirty_in_slot(...)
  {
  <...
- set_bit_le(rel_gfn, memslot->dirty_bitmap);
+ __set_bit_le(rel_gfn, memslot->dirty_bitmap);
  ...>
  }
