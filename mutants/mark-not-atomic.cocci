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
// equivalent: svm vmx arm64: QEMU and Bochs emulate both processors in one thread
//   and interrupt none of them between instructions without a jump; the bit is set
//   by one (x86) or three of these (arm64)
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
